package dev.netc.grammar;

import java.util.List;
import java.util.Optional;

/** What has a value. */
public sealed interface Expression {
  SourceSpan span();

  /** A use of a name. */
  record Name(String text, SourceSpan span) implements Expression {}

  /** An integer literal. */
  record IntLiteral(long value, SourceSpan span) implements Expression {}

  /**
   * A literal with a point or an exponent; {@code text} is kept so that it prints as it was
   * written.
   */
  record FloatLiteral(double value, String text, SourceSpan span) implements Expression {}

  record StringLiteral(String value, SourceSpan span) implements Expression {}

  record BoolLiteral(boolean value, SourceSpan span) implements Expression {}

  /** {@code (a, b)}; {@code ()} and {@code (a,)} are tuples too. */
  record Tuple(List<Expression> elements, SourceSpan span) implements Expression {}

  record ListLiteral(List<Expression> elements, SourceSpan span) implements Expression {}

  /** {@code [element for target in source if condition]}. */
  record Comprehension(
      Expression element,
      Target target,
      Expression source,
      Optional<Expression> condition,
      SourceSpan span)
      implements Expression {}

  /** {@code -x} or {@code not x}. */
  record Unary(String operator, Expression operand, SourceSpan span) implements Expression {}

  /** Arithmetic, comparison, {@code and}, {@code or}. */
  record Binary(String operator, Expression left, Expression right, SourceSpan span)
      implements Expression {}

  /** {@code value |> stage}: calls {@code stage} with {@code value} as its first argument. */
  record Pipe(Expression value, Expression stage, SourceSpan span) implements Expression {}

  record Call(Expression callee, List<Argument> arguments, SourceSpan span) implements Expression {}

  /** An argument of a call; named if {@code name} is present. */
  record Argument(Optional<String> name, Expression value, SourceSpan span) {}

  /** {@code x[0, 1:3]}. */
  record Index(Expression value, List<Subscript> subscripts, SourceSpan span)
      implements Expression {}

  /** One axis of an index. */
  sealed interface Subscript {
    /** A position; the axis goes away. */
    record At(Expression index) implements Subscript {}

    /** {@code low:high:step}, each optional. */
    record Range(Optional<Expression> low, Optional<Expression> high, Optional<Expression> step)
        implements Subscript {}
  }

  /** {@code w^T}: the last two axes exchanged. */
  record Transposed(Expression value, SourceSpan span) implements Expression {}

  /** {@code call as "path"}: the layer's path in checkpoints. */
  record WithPath(Expression value, String path, SourceSpan span) implements Expression {}

  /** {@code layer.weight}: a parameter of a layer that has a name. */
  record Member(Expression value, String name, SourceSpan span) implements Expression {}

  /** Decided at compile time; without {@code else} it has no value. */
  record If(
      Expression condition,
      List<Statement> then,
      Optional<List<Statement>> otherwise,
      SourceSpan span)
      implements Expression {}

  /**
   * A loop over the first axis of a sequence, run when the network runs.
   *
   * @param checkpoint how many steps lie between the carries that are kept for the gradient
   */
  record Scan(
      Target target,
      Expression sequence,
      List<Carry> carries,
      Optional<Expression> checkpoint,
      List<Statement> body,
      SourceSpan span)
      implements Expression {}

  /** A value that goes from one step of a scan to the next. */
  record Carry(String name, Expression initial, SourceSpan span) {}

  /** What an assignment or a loop binds: one name, or the elements of a tuple. */
  record Target(List<String> names, boolean isTuple, SourceSpan span) {}
}
