package dev.netc.ir;

import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Compare;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.Select;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * Arithmetic on the values of one builder, so that a rule that is a formula looks like the formula.
 */
public final class Expressions {
  private final GraphBuilder builder;

  public Expressions(GraphBuilder builder) {
    this.builder = builder;
  }

  public GraphBuilder builder() {
    return builder;
  }

  public Value constant(DType dtype, double value) {
    return builder.add(new Leaf.Constant(dtype, value));
  }

  /** A scalar of the dtype of {@code like}. */
  public Value constant(double value, Value like) {
    return constant(like.dtype(), value);
  }

  /** {@code value} everywhere. */
  public Value fill(TensorType type, double value) {
    return broadcast(constant(type.dtype(), value), type.shape(), List.of());
  }

  public Value zeros(TensorType type) {
    return fill(type, 0);
  }

  /** The extent as a scalar: a constant where it is known. */
  public Value size(Dim dim, DType dtype) {
    return dim.isConstant()
        ? constant(dtype, (double) dim.constant())
        : builder.add(new Leaf.DimSize(dim, dtype));
  }

  public Value unary(UnaryFunction function, Value x) {
    return builder.add(new Unary(function, x));
  }

  public Value binary(BinaryFunction function, Value x, Value y) {
    return builder.add(new Binary(function, x, y));
  }

  public Value plus(Value x, Value y) {
    return binary(BinaryFunction.ADD, x, y);
  }

  public Value plus(Value x, double y) {
    return plus(x, constant(y, x));
  }

  public Value minus(Value x, Value y) {
    return binary(BinaryFunction.SUBTRACT, x, y);
  }

  public Value minus(double x, Value y) {
    return minus(constant(x, y), y);
  }

  public Value times(Value x, Value y) {
    return binary(BinaryFunction.MULTIPLY, x, y);
  }

  public Value times(Value x, double y) {
    return times(x, constant(y, x));
  }

  public Value divide(Value x, Value y) {
    return binary(BinaryFunction.DIVIDE, x, y);
  }

  public Value divide(Value x, double y) {
    return divide(x, constant(y, x));
  }

  public Value power(Value x, Value y) {
    return binary(BinaryFunction.POWER, x, y);
  }

  public Value max(Value x, Value y) {
    return binary(BinaryFunction.MAX, x, y);
  }

  public Value min(Value x, Value y) {
    return binary(BinaryFunction.MIN, x, y);
  }

  public Value squared(Value x) {
    return times(x, x);
  }

  public Value negate(Value x) {
    return unary(UnaryFunction.NEGATE, x);
  }

  public Value exp(Value x) {
    return unary(UnaryFunction.EXP, x);
  }

  public Value log(Value x) {
    return unary(UnaryFunction.LOG, x);
  }

  public Value sqrt(Value x) {
    return unary(UnaryFunction.SQRT, x);
  }

  public Value compare(Comparison comparison, Value x, Value y) {
    return builder.add(new Compare(comparison, x, y));
  }

  public Value greater(Value x, double y) {
    return compare(Comparison.GREATER, x, constant(y, x));
  }

  public Value select(Value condition, Value x, Value y) {
    return builder.add(new Select(condition, x, y));
  }

  public Value cast(Value x, DType dtype) {
    return x.dtype() == dtype ? x : builder.add(new Elementwise.Cast(x, dtype));
  }

  /**
   * {@code x} repeated to {@code shape}; {@code axes} names where its axes go. The identity if
   * nothing changes.
   */
  public Value broadcast(Value x, Shape shape, List<Integer> axes) {
    return x.shape().equals(shape) ? x : builder.add(new Shaping.Broadcast(x, shape, axes));
  }

  /** Undoes a reduction over {@code axes}: repeats {@code x} along them to {@code shape}. */
  public Value broadcastAlong(Value x, Shape shape, List<Integer> axes) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      if (!axes.contains(i)) {
        kept.add(i);
      }
    }
    return broadcast(x, shape, kept);
  }

  public Value reshape(Value x, Shape shape) {
    return x.shape().equals(shape) ? x : builder.add(new Shaping.Reshape(x, shape));
  }

  public Value transpose(Value x, List<Integer> permutation) {
    return builder.add(new Shaping.Transpose(x, permutation));
  }

  public Value sum(Value x, List<Integer> axes) {
    return axes.isEmpty() ? x : builder.add(new Reduction.Reduce(Reduction.Combiner.SUM, x, axes));
  }

  /** The sum of all elements, a scalar. */
  public Value sumAll(Value x) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      axes.add(i);
    }
    return sum(x, axes);
  }

  public Value matmul(Value a, Value b, boolean transposeA, boolean transposeB) {
    return builder.add(new Linear.MatMul(a, b, transposeA, transposeB));
  }
}
