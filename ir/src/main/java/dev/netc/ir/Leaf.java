package dev.netc.ir;

import java.util.List;
import java.util.Locale;

/** Operators that start from nothing: inputs, parameters, constants. */
public sealed interface Leaf extends Op {
  @Override
  default List<Value> operands() {
    return List.of();
  }

  @Override
  default Op withOperands(List<Value> operands) {
    return this;
  }

  /** What the caller of the graph passes. */
  record Input(String name, TensorType type) implements Leaf {
    @Override
    public Type infer() {
      return type;
    }
  }

  /** Whether a parameter is learned by an optimiser or only kept between runs. */
  enum ParameterKind {
    PARAM,
    STATE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A tensor that the network keeps.
   *
   * @param path its name in a checkpoint, {@code stem.conv1.weight}
   */
  record Parameter(String path, TensorType type, ParameterKind kind) implements Leaf {
    @Override
    public Type infer() {
      return type;
    }
  }

  /** A scalar known at compile time; integers and bool (0 or 1) are exact up to 2^53. */
  record Constant(DType dtype, double value) implements Leaf {
    public Constant {
      Rules.require(
          dtype.isFloat() || value == Math.rint(value),
          "the constant %s is not of type %s",
          value,
          dtype);
    }

    @Override
    public Type infer() {
      return TensorType.scalar(dtype);
    }
  }

  /** The extent of a symbolic dim as a scalar. */
  record DimSize(Dim dim, DType dtype) implements Leaf {
    @Override
    public Type infer() {
      return TensorType.scalar(dtype);
    }
  }

  /** 0, 1, 2, ... along {@code axis}, the same at every other index. */
  record Iota(TensorType type, int axis) implements Leaf {
    @Override
    public Type infer() {
      Rules.axesInRange("iota", List.of(axis), type.rank());
      Rules.require(type.dtype() != DType.BOOL, "iota does not make bool");
      return type;
    }
  }
}
