package dev.netc.grammar;

import java.util.List;
import java.util.Optional;

/** One step of a body. */
public sealed interface Statement {
  SourceSpan span();

  /** {@code param}, {@code state} or {@code const}. */
  record Variable(
      Kind kind, String name, Optional<TypeSyntax> type, Expression initial, SourceSpan span)
      implements Statement {}

  /** What a variable is for. */
  enum Kind {
    PARAM,
    STATE,
    CONST
  }

  /** {@code layer encoder = lenet_trunk(64)}: one set of parameters, callable more than once. */
  record Layer(String name, Expression value, SourceSpan span) implements Statement {}

  record Assignment(Expression.Target target, Expression value, SourceSpan span)
      implements Statement {}

  /** {@code state <- value}. */
  record Update(String name, Expression value, SourceSpan span) implements Statement {}

  /** Unrolled at compile time. */
  record For(Expression.Target target, Expression source, List<Statement> body, SourceSpan span)
      implements Statement {}

  record Repeat(Expression count, List<Statement> body, SourceSpan span) implements Statement {}

  record Return(Expression value, SourceSpan span) implements Statement {}

  record Yield(Expression value, SourceSpan span) implements Statement {}

  /** An expression for its own sake; the last one is a block's result. */
  record Evaluation(Expression value, SourceSpan span) implements Statement {}
}
