package dev.netc.ir;

import java.util.List;
import java.util.Locale;

/** Operators that fold axes away. */
public sealed interface Reduction extends Op {
  /** How elements are combined. */
  enum Combiner {
    SUM,
    PRODUCT,
    MAX,
    MIN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Combines all elements along {@code axes}, ascending, which leave the shape. */
  record Reduce(Combiner combiner, Value x, List<Integer> axes) implements Reduction {
    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Reduce(combiner, o.get(0), axes);
    }

    @Override
    public Type infer() {
      Rules.axesInRange(combiner.toString(), axes, x.tensor().rank());
      Rules.require(x.dtype() != DType.BOOL, "%s does not take %s", combiner, x.tensor());
      return x.tensor().withShape(x.shape().without(axes));
    }
  }

  /**
   * The i32 index of the first maximum along {@code axis}, which leaves the shape; NaN counts as
   * the maximum.
   */
  record ArgMax(Value x, int axis) implements Reduction {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new ArgMax(o.get(0), axis);
    }

    @Override
    public Type infer() {
      Rules.axesInRange("argmax", List.of(axis), x.tensor().rank());
      Rules.require(x.dtype() != DType.BOOL, "argmax does not take %s", x.tensor());
      return new TensorType(DType.I32, x.shape().without(List.of(axis)));
    }
  }
}
