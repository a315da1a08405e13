/*
 * The .net language. docs/language.md is its reference.
 *
 * Line ends separate statements only where the text would otherwise go on: `(`, `[`, `-` and `+` at the start of a line
 * begin a new statement unless a parenthesis or bracket is open. `|>` at the start of a line continues.
 */
grammar NetLanguage;

@parser::members {
    /** Indices of tokens that begin a line outside parentheses and brackets; set by the parser's caller. */
    java.util.BitSet lineStarts = new java.util.BitSet();

    private boolean sameLine() {
        return !lineStarts.get(_input.LT(1).getTokenIndex());
    }
}

file : language? declaration* EOF ;

language : 'language' INT ;

declaration
    : importDeclaration
    | network
    | block
    | optimizerDeclaration
    | training
    | rewriteRule
    ;

importDeclaration : 'import' STRING ;

network : 'network' name '(' formals? ')' '->' results body ;

results : '(' result (',' result)* ','? ')' | type ;

result : name ':' type ;

block : 'block' name '(' formals? ')' ('->' blockResults)? body gradientRule? ;

blockResults : type | '(' type (',' type)* ','? ')' ;

gradientRule : 'gradient' '(' formals? ')' body ;

optimizerDeclaration : 'optimizer' name '(' formals? ')' body ;

formals : formal (',' formal)* ','? ;

formal : name ':' type ('=' expression)? ;

type : name ('[' (expression (',' expression)* ','?)? ']')? ;

training : 'training' name (',' name)* ('(' formals? ')')? '{' trainingItem* '}' ;

trainingItem
    : 'loss' (name '=')? expression                                  # lossItem
    | 'metric' (name '=')? expression                                # metricItem
    | 'classify' argument (',' argument)*                            # classifyItem
    | keyword=('optimizer' | 'clip' | 'data' | 'batch' | 'epochs' | 'accumulate' | 'average') expression  # settingItem
    | 'group' STRING name '=' expression (',' name '=' expression)*  # groupItem
    | 'freeze' STRING                                                # freezeItem
    | 'carry' carry (',' carry)*                                     # carryItem
    | 'turn' name '{' trainingItem* '}'                              # turnItem
    | statement                                                      # statementItem
    ;

/* Two expressions of equal value, of which the right one is to stand for the left one: docs/passes.md. */
rewriteRule : 'rule' name '(' formals? ')' ('where' expression)? equation ;

equation : '{' expression '=>' expression '}' ;

body : '{' statement* '}' ;

statement
    : kind=('param' | 'state' | 'const') name (':' type)? '=' expression  # variable
    | 'layer' name '=' expression                                    # layer
    | 'for' target 'in' expression body                              # forLoop
    | 'repeat' expression body                                       # repeat
    | 'return' expression                                            # returnValue
    | 'yield' expression                                             # yieldValue
    | target '=' expression                                          # assignment
    | name '<-' expression                                           # update
    | expression                                                     # evaluation
    ;

target : name | '(' name (',' name)* ','? ')' ;

expression : disjunction ('|>' stage)* ;

/* The right side of a pipe: a call that takes the value as its first argument. */
stage : postfix ;

disjunction : conjunction ('or' conjunction)* ;

conjunction : negation ('and' negation)* ;

negation : 'not' negation | comparison ;

comparison : sum (operator=('==' | '!=' | '<' | '<=' | '>' | '>=') sum)? ;

sum : product (sumOperator product)* ;

sumOperator : {sameLine()}? ('+' | '-') ;

product : sign (('*' | '/' | '%') sign)* ;

sign : '-' sign | power ;

power : postfix ('**' sign)? ;

postfix : primary suffix* ;

suffix
    : {sameLine()}? '(' (argument (',' argument)* ','?)? ')'         # callSuffix
    | {sameLine()}? '[' subscript (',' subscript)* ','? ']'          # indexSuffix
    | '^' name                                                       # transposeSuffix
    | 'as' STRING                                                    # asSuffix
    | '.' name                                                       # memberSuffix
    ;

argument : (name '=')? expression ;

subscript : expression | low=expression? ':' high=expression? (':' step=expression)? ;

primary
    : INT                                                            # intLiteral
    | FLOAT                                                          # floatLiteral
    | STRING                                                         # stringLiteral
    | ('true' | 'false')                                             # boolLiteral
    | 'if' expression body ('else' (body | elseIf=primary))?         # conditional
    | 'scan' target 'in' sequence=expression ('carry' '(' carry (',' carry)* ','? ')')?
      ('checkpoint' every=expression)? body                          # scan
    | name                                                           # reference
    | '(' expression ')'                                             # grouping
    | '(' (expression ',' (expression (',' expression)* ','?)?)? ')' # tuple
    | '[' expression 'for' target 'in' expression ('if' expression)? ']'  # comprehension
    | '[' (expression (',' expression)* ','?)? ']'                   # list
    ;

carry : name '=' expression ;

/* Words with a meaning only in their place can be names elsewhere. */
name
    : IDENTIFIER | 'loss' | 'metric' | 'classify' | 'clip' | 'data' | 'batch' | 'epochs' | 'accumulate' | 'average' | 'group' | 'freeze'
    | 'param' | 'state' | 'const' | 'gradient' | 'language' | 'carry' | 'checkpoint' | 'layer' | 'training' | 'optimizer' | 'block'
    | 'rule' | 'where' | 'turn'
    ;

DOC : '///' ~[\r\n]* -> channel(2) ;
LINE_COMMENT : '//' ~[\r\n]* -> channel(3) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(3) ;
UNCLOSED_COMMENT : '/*' (~'*' | '*'+ ~[*/])* '*'* ; // shorter than the comment if that is closed

INT : [0-9] [0-9_]* ;
FLOAT : [0-9] [0-9_]* '.' [0-9_]+ EXPONENT? | [0-9] [0-9_]* EXPONENT ;
fragment EXPONENT : [eE] [+-]? [0-9]+ ;
STRING : '"' (~["\\\r\n] | '\\' .)* '"' ;
UNCLOSED_STRING : '"' (~["\\\r\n] | '\\' .)* ;
IDENTIFIER : [\p{L}_] [\p{L}\p{N}_]* ;
SPACE : [ \t\r\n\uFEFF]+ -> channel(HIDDEN) ;
UNKNOWN : . ;
