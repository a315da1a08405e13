package dev.netc.grammar;

import dev.netc.grammar.Expression.Argument;
import dev.netc.grammar.Expression.Binary;
import dev.netc.grammar.Expression.Carry;
import dev.netc.grammar.Expression.Subscript;
import dev.netc.grammar.Expression.Target;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/** From ANTLR's parse tree to the syntax tree: expressions, types and statements. */
final class ExpressionBuilder {
  private static final int MOST_OPERATORS = 500;

  private final SyntaxErrors errors;

  ExpressionBuilder(SyntaxErrors errors) {
    this.errors = errors;
  }

  List<Statement> body(NetLanguageParser.BodyContext body) {
    return body.statement().stream().map(this::statement).toList();
  }

  Statement statement(NetLanguageParser.StatementContext statement) {
    SourceSpan span = span(statement);
    return switch (statement) {
      case NetLanguageParser.VariableContext s ->
          new Statement.Variable(
              Statement.Kind.valueOf(s.kind.getText().toUpperCase(java.util.Locale.ROOT)),
              s.name().getText(),
              Optional.ofNullable(s.type()).map(this::type),
              expression(s.expression()),
              span);
      case NetLanguageParser.LayerContext s ->
          new Statement.Layer(s.name().getText(), expression(s.expression()), span);
      case NetLanguageParser.ForLoopContext s ->
          new Statement.For(target(s.target()), expression(s.expression()), body(s.body()), span);
      case NetLanguageParser.RepeatContext s ->
          new Statement.Repeat(expression(s.expression()), body(s.body()), span);
      case NetLanguageParser.ReturnValueContext s ->
          new Statement.Return(expression(s.expression()), span);
      case NetLanguageParser.YieldValueContext s ->
          new Statement.Yield(expression(s.expression()), span);
      case NetLanguageParser.AssignmentContext s ->
          new Statement.Assignment(target(s.target()), expression(s.expression()), span);
      case NetLanguageParser.UpdateContext s ->
          new Statement.Update(s.name().getText(), expression(s.expression()), span);
      case NetLanguageParser.EvaluationContext s ->
          new Statement.Evaluation(expression(s.expression()), span);
      default -> throw new IllegalStateException("statement " + statement.getText());
    };
  }

  TypeSyntax type(NetLanguageParser.TypeContext type) {
    return new TypeSyntax(
        type.name().getText(),
        type.expression().stream().map(this::expression).toList(),
        span(type));
  }

  private Target target(NetLanguageParser.TargetContext target) {
    List<String> names = target.name().stream().map(ParserRuleContext::getText).toList();
    return new Target(names, target.getStart().getText().equals("("), span(target));
  }

  Expression expression(NetLanguageParser.ExpressionContext e) {
    Expression value = disjunction(e.disjunction());
    limit(e, e.stage().size());
    for (NetLanguageParser.StageContext stage : e.stage()) {
      Expression right = postfix(stage.postfix());
      value = new Expression.Pipe(value, right, value.span().to(right.span()));
    }
    return value;
  }

  private Expression disjunction(NetLanguageParser.DisjunctionContext e) {
    limit(e, e.conjunction().size());
    return TreeBuilder.foldLeft(
        e.conjunction().stream().map(this::conjunction).toList(), (a, b) -> binary("or", a, b));
  }

  private Expression conjunction(NetLanguageParser.ConjunctionContext e) {
    limit(e, e.negation().size());
    return TreeBuilder.foldLeft(
        e.negation().stream().map(this::negation).toList(), (a, b) -> binary("and", a, b));
  }

  private Expression negation(NetLanguageParser.NegationContext e) {
    int nots = 0;
    NetLanguageParser.NegationContext inner = e;
    while (inner.negation() != null) {
      inner = inner.negation();
      nots++;
    }
    limit(e, nots);
    Expression value = comparison(inner.comparison());
    for (int i = 0; i < nots; i++) {
      value = new Expression.Unary("not", value, span(e));
    }
    return value;
  }

  private Expression comparison(NetLanguageParser.ComparisonContext e) {
    Expression left = sum(e.sum(0));
    return e.sum().size() == 1 ? left : binary(e.operator.getText(), left, sum(e.sum(1)));
  }

  private Expression sum(NetLanguageParser.SumContext e) {
    limit(e, e.product().size());
    Expression value = product(e.product(0));
    for (int i = 1; i < e.product().size(); i++) {
      value = binary(e.sumOperator(i - 1).getText(), value, product(e.product(i)));
    }
    return value;
  }

  private Expression product(NetLanguageParser.ProductContext e) {
    limit(e, e.sign().size());
    Expression value = sign(e.sign(0));
    for (int i = 1; i < e.sign().size(); i++) {
      value = binary(e.getChild(2 * i - 1).getText(), value, sign(e.sign(i)));
    }
    return value;
  }

  private Expression sign(NetLanguageParser.SignContext e) {
    int minuses = 0;
    NetLanguageParser.SignContext inner = e;
    while (inner.sign() != null) {
      inner = inner.sign();
      minuses++;
    }
    limit(e, minuses);
    Expression value = power(inner.power());
    for (int i = 0; i < minuses; i++) {
      value = new Expression.Unary("-", value, span(e));
    }
    return value;
  }

  private Expression power(NetLanguageParser.PowerContext e) {
    Expression base = postfix(e.postfix());
    return e.sign() == null ? base : binary("**", base, sign(e.sign()));
  }

  private static Expression binary(String operator, Expression left, Expression right) {
    return new Binary(operator, left, right, left.span().to(right.span()));
  }

  private Expression postfix(NetLanguageParser.PostfixContext e) {
    Expression value = primary(e.primary());
    limit(e, e.suffix().size());
    for (NetLanguageParser.SuffixContext suffix : e.suffix()) {
      SourceSpan span = value.span().to(span(suffix));
      value =
          switch (suffix) {
            case NetLanguageParser.CallSuffixContext s ->
                new Expression.Call(value, arguments(s.argument()), span);
            case NetLanguageParser.IndexSuffixContext s ->
                new Expression.Index(
                    value, s.subscript().stream().map(this::subscript).toList(), span);
            case NetLanguageParser.TransposeSuffixContext s -> transposed(value, s, span);
            case NetLanguageParser.AsSuffixContext s ->
                new Expression.WithPath(value, unquote(s.STRING().getText()), span);
            case NetLanguageParser.MemberSuffixContext s ->
                new Expression.Member(value, s.name().getText(), span);
            default -> throw new IllegalStateException("suffix " + suffix.getText());
          };
    }
    return value;
  }

  private Expression transposed(
      Expression value, NetLanguageParser.TransposeSuffixContext suffix, SourceSpan span) {
    if (!suffix.name().getText().equals("T")) {
      errors.add(
          Diagnostic.error("`^` is the transpose", span(suffix), "only `^T` can follow")
              .withHelp("write a power with `**`"));
    }
    return new Expression.Transposed(value, span);
  }

  List<Argument> arguments(List<NetLanguageParser.ArgumentContext> arguments) {
    return arguments.stream().map(this::argument).toList();
  }

  private Argument argument(NetLanguageParser.ArgumentContext a) {
    return new Argument(
        Optional.ofNullable(a.name()).map(ParserRuleContext::getText),
        expression(a.expression()),
        span(a));
  }

  private Subscript subscript(NetLanguageParser.SubscriptContext s) {
    boolean range = s.children.stream().map(ParseTree::getText).anyMatch(text -> text.equals(":"));
    if (!range) {
      return new Subscript.At(expression(s.expression(0)));
    }
    return new Subscript.Range(
        Optional.ofNullable(s.low).map(this::expression),
        Optional.ofNullable(s.high).map(this::expression),
        Optional.ofNullable(s.step).map(this::expression));
  }

  private Expression primary(NetLanguageParser.PrimaryContext primary) {
    SourceSpan span = span(primary);
    return switch (primary) {
      case NetLanguageParser.IntLiteralContext p -> integer(p.INT().getSymbol(), span);
      case NetLanguageParser.FloatLiteralContext p -> {
        String text = p.FLOAT().getText();
        yield new Expression.FloatLiteral(Double.parseDouble(text.replace("_", "")), text, span);
      }
      case NetLanguageParser.StringLiteralContext p ->
          new Expression.StringLiteral(unquote(p.STRING().getText()), span);
      case NetLanguageParser.BoolLiteralContext p ->
          new Expression.BoolLiteral(p.getText().equals("true"), span);
      case NetLanguageParser.ConditionalContext p -> conditional(p, span);
      case NetLanguageParser.ScanContext p -> scan(p, span);
      case NetLanguageParser.ReferenceContext p -> new Expression.Name(p.getText(), span);
      case NetLanguageParser.GroupingContext p -> expression(p.expression());
      case NetLanguageParser.TupleContext p ->
          new Expression.Tuple(p.expression().stream().map(this::expression).toList(), span);
      case NetLanguageParser.ListContext p ->
          new Expression.ListLiteral(p.expression().stream().map(this::expression).toList(), span);
      case NetLanguageParser.ComprehensionContext p ->
          new Expression.Comprehension(
              expression(p.expression(0)),
              target(p.target()),
              expression(p.expression(1)),
              Optional.ofNullable(p.expression(2)).map(this::expression),
              span);
      default -> throw new IllegalStateException("expression " + primary.getText());
    };
  }

  private Expression integer(Token token, SourceSpan span) {
    try {
      return new Expression.IntLiteral(Long.parseLong(token.getText().replace("_", "")), span);
    } catch (NumberFormatException e) {
      errors.numberTooLarge(token);
      return new Expression.IntLiteral(0, span);
    }
  }

  private Expression conditional(NetLanguageParser.ConditionalContext p, SourceSpan span) {
    Optional<List<Statement>> otherwise = Optional.empty();
    if (p.elseIf != null) {
      Expression nested = primary(p.elseIf);
      otherwise = Optional.of(List.of(new Statement.Evaluation(nested, nested.span())));
    } else if (p.body().size() == 2) {
      otherwise = Optional.of(body(p.body(1)));
    }
    return new Expression.If(expression(p.expression()), body(p.body(0)), otherwise, span);
  }

  private Expression scan(NetLanguageParser.ScanContext p, SourceSpan span) {
    return new Expression.Scan(
        target(p.target()),
        expression(p.sequence),
        carries(p.carry()),
        Optional.ofNullable(p.every).map(this::expression),
        body(p.body()),
        span);
  }

  List<Carry> carries(List<NetLanguageParser.CarryContext> carries) {
    return carries.stream()
        .map(c -> new Carry(c.name().getText(), expression(c.expression()), span(c)))
        .toList();
  }

  private void limit(ParserRuleContext context, int operators) {
    if (operators > MOST_OPERATORS) {
      errors.tooLong(span(context), MOST_OPERATORS);
    }
  }

  static String unquote(String literal) {
    return literal
        .substring(1, literal.length() - 1)
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replaceAll("\\\\(.)", "$1");
  }

  SourceSpan span(ParserRuleContext context) {
    SourceSpan first = errors.span(context.getStart());
    Token stop = context.getStop();
    return stop == null || stop.getTokenIndex() < context.getStart().getTokenIndex()
        ? first
        : first.to(errors.span(stop));
  }
}
