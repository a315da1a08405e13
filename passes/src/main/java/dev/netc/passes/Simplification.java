package dev.netc.passes;

import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Cast;
import dev.netc.ir.Elementwise.Compare;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.Select;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf.Constant;
import dev.netc.ir.Op;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Shaping.Reshape;
import dev.netc.ir.Shaping.Transpose;
import dev.netc.ir.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Algebra that is exact in floating point, up to the sign of zero. What would turn NaN or infinity
 * into a number, such as {@code x * 0 = 0}, is not here.
 */
final class Simplification {
  static final List<Rule> RULES =
      List.of(
          Simplification::neutralElement,
          Simplification::doubled,
          Simplification::reshape,
          Simplification::transpose,
          Simplification::broadcast,
          Simplification::maskOfRelu);

  private Simplification() {}

  /** {@code x + 0, x - 0, x * 1, x / 1} are x. */
  private static Optional<Value> neutralElement(Op op, GraphBuilder builder) {
    return switch (op) {
      case Binary(BinaryFunction f, Value x, Value y) when f == BinaryFunction.ADD ->
          isConstant(y, 0) ? like(x, op) : isConstant(x, 0) ? like(y, op) : Optional.empty();
      case Binary(BinaryFunction f, Value x, Value y) when f == BinaryFunction.MULTIPLY ->
          isConstant(y, 1) ? like(x, op) : isConstant(x, 1) ? like(y, op) : Optional.empty();
      case Binary(BinaryFunction f, Value x, Value y) when f == BinaryFunction.SUBTRACT ->
          isConstant(y, 0) ? like(x, op) : Optional.empty();
      case Binary(BinaryFunction f, Value x, Value y) when f == BinaryFunction.DIVIDE ->
          isConstant(y, 1) ? like(x, op) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** {@code kept}, if it has the type of the whole and not only of a scalar in it. */
  private static Optional<Value> like(Value kept, Op op) {
    return kept.type().equals(op.infer()) ? Optional.of(kept) : Optional.empty();
  }

  private static boolean isConstant(Value value, double number) {
    Op op = value.op() instanceof Broadcast b ? b.x().op() : value.op();
    return op instanceof Constant c && c.value() == number;
  }

  /** {@code -(-x)} and {@code not not x} are x; so are a select of equals and a cast to itself. */
  private static Optional<Value> doubled(Op op, GraphBuilder builder) {
    return switch (op) {
      case Unary(UnaryFunction f, Value x)
          when (f == UnaryFunction.NEGATE || f == UnaryFunction.NOT)
              && x.op() instanceof Unary(UnaryFunction g, Value inner)
              && f == g ->
          Optional.of(inner);
      case Select(Value c, Value x, Value y) when x.equals(y) && x.type().equals(op.infer()) ->
          Optional.of(x);
      case Cast(Value x, var dtype) when x.dtype() == dtype -> Optional.of(x);
      default -> Optional.empty();
    };
  }

  private static Optional<Value> reshape(Op op, GraphBuilder builder) {
    return switch (op) {
      case Reshape(Value x, var shape) when x.shape().equals(shape) -> Optional.of(x);
      case Reshape(Value x, var shape) when x.op() instanceof Reshape(Value inner, var other) ->
          Optional.of(builder.add(new Reshape(inner, shape)));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> transpose(Op op, GraphBuilder builder) {
    return switch (op) {
      case Transpose(Value x, List<Integer> p) when isIdentity(p) -> Optional.of(x);
      case Transpose(Value x, List<Integer> p)
          when x.op() instanceof Transpose(Value inner, List<Integer> q) ->
          Optional.of(builder.add(new Transpose(inner, p.stream().map(q::get).toList())));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> broadcast(Op op, GraphBuilder builder) {
    return switch (op) {
      case Broadcast(Value x, var shape, List<Integer> axes)
          when x.shape().equals(shape) && isIdentity(axes) ->
          Optional.of(x);
      case Broadcast(Value x, var shape, List<Integer> axes)
          when x.op() instanceof Broadcast(Value inner, var other, List<Integer> own) ->
          Optional.of(
              builder.add(new Broadcast(inner, shape, own.stream().map(axes::get).toList())));
      default -> Optional.empty();
    };
  }

  private static boolean isIdentity(List<Integer> axes) {
    return IntStream.range(0, axes.size()).allMatch(i -> axes.get(i) == i);
  }

  /**
   * {@code x > 0} is {@code relu(x) > 0}. Where the ReLU is computed anyway, its argument need not
   * be kept for the gradient, and can disappear into the kernel before it.
   */
  private static Optional<Value> maskOfRelu(Op op, GraphBuilder builder) {
    if (op instanceof Compare(Comparison c, Value x, Value zero)
        && c == Comparison.GREATER
        && isConstant(zero, 0)) {
      return builder
          .find(new Binary(BinaryFunction.MAX, x, zero))
          .map(relu -> builder.add(new Compare(c, relu, zero)));
    }
    return Optional.empty();
  }
}
