package dev.netc.frontend;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Brings constants and tensors of different shapes together, as NumPy's broadcasting does. */
final class Lifting {
  private final Expressions expressions;

  Lifting(GraphBuilder builder) {
    this.expressions = new Expressions(builder);
  }

  Expressions expressions() {
    return expressions;
  }

  /** The scalar that a compile-time number is in the graph. */
  Value lift(Meaning number, DType dtype) {
    return switch (number) {
      case Meaning.Int(Dim dim) -> expressions.size(dim, dtype);
      case Meaning.Real(double value) -> expressions.constant(dtype, value);
      case Meaning.Bool(boolean value) -> expressions.constant(DType.BOOL, value ? 1 : 0);
      case Meaning.Tensor(Value value) -> value;
      default -> throw new IllegalArgumentException(number + " is no number");
    };
  }

  /**
   * Repeats the operands to their common shape, aligned from the right; scalars stay as they are.
   *
   * @throws Mistake never; an empty list says that the shapes do not fit
   */
  List<Value> align(List<Value> operands) {
    Shape common = Shape.SCALAR;
    for (Value operand : operands) {
      Shape joined = join(common, operand.shape());
      if (joined == null) {
        return List.of();
      }
      common = joined;
    }
    List<Value> aligned = new ArrayList<>();
    for (Value operand : operands) {
      aligned.add(operand.shape().isScalar() ? operand : broadcast(operand, common));
    }
    return aligned;
  }

  /** Repeats {@code x} to {@code shape}, its axes being the last ones. */
  Value broadcast(Value x, Shape shape) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      axes.add(shape.rank() - x.shape().rank() + i);
    }
    return expressions.broadcast(x, shape, axes);
  }

  private static @org.jspecify.annotations.Nullable Shape join(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Dim one = Dim.of(1);
      Dim x = i < rank - a.rank() ? one : a.dim(i - rank + a.rank());
      Dim y = i < rank - b.rank() ? one : b.dim(i - rank + b.rank());
      if (!x.equals(y) && !x.equals(one) && !y.equals(one)) {
        return null;
      }
      dims.add(x.equals(one) ? y : x);
    }
    return new Shape(dims);
  }
}
