package dev.netc.frontend;

import dev.netc.grammar.Expression;
import java.util.stream.Collectors;

/** Writes small expressions, such as the dims of a type, as messages quote them. */
final class SourceText {
  private SourceText() {}

  static String of(Expression expression) {
    return switch (expression) {
      case Expression.Name n -> n.text();
      case Expression.IntLiteral i -> Long.toString(i.value());
      case Expression.FloatLiteral f -> f.text();
      case Expression.BoolLiteral b -> Boolean.toString(b.value());
      case Expression.StringLiteral s -> '"' + s.value() + '"';
      case Expression.Unary u -> u.operator() + of(u.operand());
      case Expression.Binary b -> operand(b.left()) + " " + b.operator() + " " + operand(b.right());
      case Expression.Call c ->
          of(c.callee())
              + c.arguments().stream()
                  .map(a -> a.name().map(n -> n + " = ").orElse("") + of(a.value()))
                  .collect(Collectors.joining(", ", "(", ")"));
      case Expression.Tuple t ->
          t.elements().stream().map(SourceText::of).collect(Collectors.joining(", ", "(", ")"));
      default -> "...";
    };
  }

  private static String operand(Expression expression) {
    return expression instanceof Expression.Binary ? "(" + of(expression) + ")" : of(expression);
  }
}
