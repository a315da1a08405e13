package dev.netc.frontend;

import dev.netc.grammar.Expression;
import dev.netc.grammar.Statement;
import java.util.List;
import java.util.stream.Stream;

/** Finds out from the text of a block whether it keeps parameters. */
final class ParameterSearch {
  private ParameterSearch() {}

  static boolean declares(List<Statement> body, Library library) {
    return body.stream().anyMatch(s -> declares(s, library));
  }

  private static boolean declares(Statement statement, Library library) {
    return switch (statement) {
      case Statement.Variable v -> v.kind() != Statement.Kind.CONST;
      case Statement.Layer l -> uses(l.value(), library);
      case Statement.Assignment a -> uses(a.value(), library);
      case Statement.Update u -> true;
      case Statement.For f -> uses(f.source(), library) || declares(f.body(), library);
      case Statement.Repeat r -> declares(r.body(), library);
      case Statement.Return r -> uses(r.value(), library);
      case Statement.Yield y -> uses(y.value(), library);
      case Statement.Evaluation e -> uses(e.value(), library);
    };
  }

  /** Whether an expression calls a block that keeps parameters. */
  static boolean uses(Expression expression, Library library) {
    return switch (expression) {
      case Expression.Name n -> library.isParametric(n.text());
      case Expression.If i ->
          declares(i.then(), library) || declares(i.otherwise().orElse(List.of()), library);
      case Expression.Scan s -> uses(s.sequence(), library) || declares(s.body(), library);
      default -> parts(expression).anyMatch(e -> uses(e, library));
    };
  }

  private static Stream<Expression> parts(Expression expression) {
    return switch (expression) {
      case Expression.Tuple t -> t.elements().stream();
      case Expression.ListLiteral l -> l.elements().stream();
      case Expression.Comprehension c -> Stream.of(c.element(), c.source());
      case Expression.Unary u -> Stream.of(u.operand());
      case Expression.Binary b -> Stream.of(b.left(), b.right());
      case Expression.Pipe p -> Stream.of(p.value(), p.stage());
      case Expression.Call c ->
          Stream.concat(
              Stream.of(c.callee()), c.arguments().stream().map(Expression.Argument::value));
      case Expression.Index i -> Stream.of(i.value());
      case Expression.Transposed t -> Stream.of(t.value());
      case Expression.WithPath w -> Stream.of(w.value());
      case Expression.Member m -> Stream.of(m.value());
      default -> Stream.empty();
    };
  }
}
