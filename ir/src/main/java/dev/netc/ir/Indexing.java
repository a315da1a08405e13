package dev.netc.ir;

import java.util.ArrayList;
import java.util.List;

/** Operators whose element addresses, or bits, are data. */
public sealed interface Indexing extends Op {
  /**
   * Takes slices of {@code table} along its first axis: the result at {@code [i..., j...]} is
   * {@code table[indices[i...], j...]}.
   *
   * @param indices integers from 0 to the first extent - 1; others are clamped to that range
   */
  record Gather(Value table, Value indices) implements Indexing {
    @Override
    public List<Value> operands() {
      return List.of(table, indices);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Gather(o.get(0), o.get(1));
    }

    @Override
    public Type infer() {
      Rules.require(indices.dtype().isInteger(), "gather by %s", indices.tensor());
      Rules.require(table.tensor().rank() >= 1, "gather from the scalar %s", table.tensor());
      List<Dim> dims = new ArrayList<>(indices.shape().dims());
      dims.addAll(table.shape().without(List.of(0)).dims());
      return table.tensor().withShape(new Shape(dims));
    }
  }

  /**
   * The transpose of {@link Gather}: a table of zeros with {@code rows} slices, to which {@code
   * updates[i..., j...]} is added at {@code [indices[i...], j...]}, in row-major order of {@code
   * i}.
   */
  record ScatterAdd(Value updates, Value indices, Dim rows) implements Indexing {
    @Override
    public List<Value> operands() {
      return List.of(updates, indices);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new ScatterAdd(o.get(0), o.get(1), rows);
    }

    @Override
    public Type infer() {
      Rules.require(indices.dtype().isInteger(), "scatter_add by %s", indices.tensor());
      int leading = indices.tensor().rank();
      Rules.require(
          updates.tensor().rank() >= leading
              && updates.shape().dims().subList(0, leading).equals(indices.shape().dims()),
          "scatter_add: updates %s do not start with the shape of the indices %s",
          updates.tensor(),
          indices.tensor());
      List<Dim> dims = new ArrayList<>();
      dims.add(rows);
      dims.addAll(updates.shape().dims().subList(leading, updates.tensor().rank()));
      return updates.tensor().withShape(new Shape(dims));
    }
  }

  /** What random numbers are like. */
  enum Distribution {
    /** In [0, 1). */
    UNIFORM,
    /** Of mean 0 and variance 1. */
    NORMAL;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Random numbers that are a function of (seed, step, place, index), by Philox4x32-10 (Salmon et
   * al. 2011): the same in every lowering and for every thread count.
   *
   * @param seed a scalar i64, the key
   * @param step a scalar i64, so that each training step draws anew
   * @param place the number of this draw in the network
   */
  record Random(Distribution distribution, Value seed, Value step, int place, TensorType type)
      implements Indexing {
    @Override
    public List<Value> operands() {
      return List.of(seed, step);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Random(distribution, o.get(0), o.get(1), place, type);
    }

    @Override
    public Type infer() {
      TensorType scalar = TensorType.scalar(DType.I64);
      Rules.require(
          seed.tensor().equals(scalar) && step.tensor().equals(scalar),
          "random takes seed and step as i64, not %s and %s",
          seed.tensor(),
          step.tensor());
      Rules.require(type.dtype().isFloat(), "random does not make %s", type);
      return type;
    }
  }
}
