package dev.netc.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Finds what each token of a parsed text means for how it is set. */
final class FormatRoles {
  private final List<FormatToken> tokens = new ArrayList<>();
  private final List<FormatToken.Body> bodies = new ArrayList<>();
  private final Map<Integer, FormatToken> byIndex = new HashMap<>();

  private FormatRoles() {}

  /** The tokens and comments of {@code parsed}, which has no errors. */
  static FormatRoles of(NetParser.Parsed parsed) {
    FormatRoles roles = new FormatRoles();
    roles.read(parsed.tokens().getTokens());
    roles.pairBrackets();
    roles.visit(parsed.tree().orElseThrow());
    return roles;
  }

  List<FormatToken> tokens() {
    return tokens;
  }

  /** The bodies, inner ones before those around them. */
  List<FormatToken.Body> bodies() {
    return bodies;
  }

  private void read(List<Token> all) {
    int newlines = 0;
    int spaces = 0;
    for (Token token : all) {
      if (token.getType() == Token.EOF) {
        break;
      }
      if (token.getType() == NetLanguageLexer.SPACE) {
        newlines += (int) token.getText().chars().filter(c -> c == '\n').count();
        spaces += token.getText().length();
        continue;
      }
      boolean endsLine =
          token.getType() == NetLanguageLexer.DOC
              || token.getType() == NetLanguageLexer.LINE_COMMENT;
      boolean isComment = endsLine || token.getType() == NetLanguageLexer.BLOCK_COMMENT;
      String text = isComment ? comment(token.getText()) : token.getText();
      FormatToken made = new FormatToken(text, isComment, endsLine, newlines, spaces);
      made.index = tokens.size();
      tokens.add(made);
      byIndex.put(token.getTokenIndex(), made);
      newlines = 0;
      spaces = 0;
    }
  }

  /** A comment without white space at the ends of its lines. */
  static String comment(String text) {
    return text.replaceAll("[ \\t]+(?=\\n|$)", "");
  }

  private void pairBrackets() {
    Deque<FormatToken> open = new ArrayDeque<>();
    for (FormatToken token : tokens) {
      if (token.is("(") || token.is("[") || token.is("{")) {
        open.push(token);
      } else if (token.is(")") || token.is("]") || token.is("}")) {
        token.partner = open.pop();
        token.partner.partner = token;
      }
    }
  }

  private FormatToken first(ParserRuleContext context) {
    return byIndex.get(context.getStart().getTokenIndex());
  }

  private FormatToken of(ParseTree terminal) {
    return byIndex.get(((TerminalNode) terminal).getSymbol().getTokenIndex());
  }

  private void visit(ParserRuleContext context) {
    for (int i = 0; i < context.getChildCount(); i++) {
      switch (context.getChild(i)) {
        case ParserRuleContext child -> visit(child);
        case TerminalNode leaf when leaf.getSymbol().getType() != Token.EOF ->
            spacing(context, of(leaf));
        default -> {}
      }
    }
    switch (context) {
      case NetLanguageParser.FileContext f -> {
        f.declaration().forEach(d -> first(d).startsItem = true);
        if (f.language() != null) {
          first(f.language()).startsItem = true;
        }
      }
      case NetLanguageParser.BodyContext b -> body(b, b.statement(), owner(b));
      case NetLanguageParser.EquationContext e ->
          body(e, List.of(e.expression(0)), first(e.getParent()));
      case NetLanguageParser.TrainingContext t -> {
        body(t, t.trainingItem(), first(t));
        t.trainingItem().forEach(item -> item(t, item));
      }
      case NetLanguageParser.TurnItemContext t -> {
        body(t, t.trainingItem(), first(t));
        t.trainingItem().forEach(item -> item(t, item));
      }
      case NetLanguageParser.ConditionalContext c -> conditional(c);
      case NetLanguageParser.VariableContext v -> variable(v);
      case NetLanguageParser.AssignmentContext a -> assignment(a, 1);
      case NetLanguageParser.LayerContext l -> assignment(l, 2);
      case NetLanguageParser.UpdateContext u -> assignment(u, 1);
      default -> {}
    }
  }

  /** What a token that stands directly in {@code context} asks of the space around it. */
  private static void spacing(ParserRuleContext context, FormatToken token) {
    switch (token.text) {
      case "(" ->
          token.tightBefore =
              switch (context) {
                case NetLanguageParser.CallSuffixContext c -> true;
                case NetLanguageParser.NetworkContext c -> true;
                case NetLanguageParser.BlockContext c -> true;
                case NetLanguageParser.OptimizerDeclarationContext c -> true;
                case NetLanguageParser.TrainingContext c -> true;
                case NetLanguageParser.GradientRuleContext c -> true;
                case NetLanguageParser.RewriteRuleContext c -> true;
                default -> false;
              };
      case "[" ->
          token.tightBefore =
              context instanceof NetLanguageParser.IndexSuffixContext
                  || context instanceof NetLanguageParser.TypeContext;
      case ":" -> {
        token.tightBefore = true;
        token.tightAfter = context instanceof NetLanguageParser.SubscriptContext;
      }
      case "," -> token.tightBefore = true;
      case ".", "^" -> {
        token.tightBefore = true;
        token.tightAfter = true;
      }
      case "-" -> token.tightAfter = context instanceof NetLanguageParser.SignContext;
      case "|>" -> token.isPipe = true;
      case "for", "if" ->
          token.isClause = context instanceof NetLanguageParser.ComprehensionContext;
      default -> {}
    }
    token.looseness =
        switch (context) {
          case NetLanguageParser.DisjunctionContext c -> 6;
          case NetLanguageParser.ConjunctionContext c -> 5;
          case NetLanguageParser.ComparisonContext c -> 4;
          case NetLanguageParser.SumOperatorContext c -> 3;
          case NetLanguageParser.ProductContext c -> 2;
          case NetLanguageParser.PowerContext c -> 1;
          default -> 0;
        };
  }

  private void body(
      ParserRuleContext context, List<? extends ParserRuleContext> items, FormatToken owner) {
    FormatToken close = byIndex.get(context.getStop().getTokenIndex());
    FormatToken open = java.util.Objects.requireNonNull(close.partner);
    FormatToken.Body body = new FormatToken.Body(open, close, items.size());
    open.body = body;
    close.body = body;
    open.owner = owner;
    bodies.add(body);
    items.forEach(i -> first(i).startsItem = true);
  }

  /** The first token of what a body belongs to. */
  private FormatToken owner(NetLanguageParser.BodyContext body) {
    return switch (body.getParent()) {
      case NetLanguageParser.ConditionalContext c ->
          of(c.getChild(body.equals(c.body(0)) ? 0 : 3)); // `if` condition body `else` body
      case NetLanguageParser.GradientRuleContext g -> first(g.getParent());
      default -> first(body.getParent());
    };
  }

  private void conditional(NetLanguageParser.ConditionalContext c) {
    NetLanguageParser.ConditionalContext head = c;
    while (head.getParent() instanceof NetLanguageParser.ConditionalContext outer) {
      head = outer;
    }
    if (c.getChildCount() > 3) {
      of(c.getChild(3)).chain = first(head);
    }
  }

  private void item(ParserRuleContext section, NetLanguageParser.TrainingItemContext item) {
    boolean isSetting =
        !(item instanceof NetLanguageParser.StatementItemContext)
            && !(item instanceof NetLanguageParser.TurnItemContext);
    if (isSetting) {
      align(second(item), FormatToken.Column.ITEM, section);
    }
  }

  private FormatToken second(ParserRuleContext context) {
    return switch (context.getChild(1)) {
      case ParserRuleContext rule -> first(rule);
      case ParseTree terminal -> of(terminal);
    };
  }

  private void variable(NetLanguageParser.VariableContext v) {
    if (v.type() != null) {
      align(first(v.type()), FormatToken.Column.TYPE, v.kind.getText());
    }
    assignment(v, v.type() == null ? 2 : 4);
  }

  private void assignment(ParserRuleContext statement, int sign) {
    align(
        of(statement.getChild(sign)),
        FormatToken.Column.ASSIGNMENT,
        statement instanceof NetLanguageParser.VariableContext v
            ? v.kind.getText()
            : statement.getClass());
  }

  private static void align(FormatToken token, FormatToken.Column column, Object key) {
    token.column = column;
    token.columnKey = key;
  }
}
