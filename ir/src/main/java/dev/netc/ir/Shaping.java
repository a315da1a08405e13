package dev.netc.ir;

import java.util.ArrayList;
import java.util.List;

/** Operators that move elements without computing on them. */
public sealed interface Shaping extends Op {
  /**
   * Repeats {@code x} along new axes, or along axes of extent 1.
   *
   * @param shape the result's
   * @param axes for each axis of {@code x} the axis of the result it becomes, ascending; its extent
   *     is that of the result or 1
   */
  record Broadcast(Value x, Shape shape, List<Integer> axes) implements Shaping {
    public Broadcast {
      axes = List.copyOf(axes);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Broadcast(o.get(0), shape, axes);
    }

    @Override
    public Type infer() {
      Rules.require(
          axes.size() == x.tensor().rank(), "broadcast of %s names the axes %s", x.tensor(), axes);
      Rules.axesInRange("broadcast", axes, shape.rank());
      for (int i = 0; i < axes.size(); i++) {
        Rules.require(
            i == 0 || axes.get(i) > axes.get(i - 1), "broadcast: axes %s do not ascend", axes);
        Dim from = x.shape().dim(i);
        Dim to = shape.dim(axes.get(i));
        Rules.require(
            from.equals(to) || from.equals(Dim.of(1)),
            "broadcast: %s cannot become %s in %s",
            from,
            to,
            shape);
      }
      return x.tensor().withShape(shape);
    }
  }

  /** The same elements in row-major order under another shape of the same size. */
  record Reshape(Value x, Shape shape) implements Shaping {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Reshape(o.get(0), shape);
    }

    @Override
    public Type infer() {
      Rules.require(
          x.shape().size().equals(shape.size()),
          "reshape: %s has %s elements, %s has %s",
          x.shape(),
          x.shape().size(),
          shape,
          shape.size());
      return x.tensor().withShape(shape);
    }
  }

  /**
   * The elements of {@code x}, not before {@code after} has been computed. No pass takes what is
   * computed of it for the same as what is computed of {@code x} itself, so a value can be computed
   * a second time when it is needed again, and its memory be used for others in between (XLA's
   * {@code optimization-barrier}).
   *
   * @param after any tensor; only when it is computed counts
   */
  record Barrier(Value x, Value after) implements Shaping {
    @Override
    public List<Value> operands() {
      return List.of(x, after);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Barrier(o.get(0), o.get(1));
    }

    @Override
    public Type infer() {
      after.tensor();
      return x.tensor();
    }
  }

  /** Axis {@code i} of the result is axis {@code permutation[i]} of {@code x}. */
  record Transpose(Value x, List<Integer> permutation) implements Shaping {
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Transpose(o.get(0), permutation);
    }

    @Override
    public Type infer() {
      Rules.require(
          permutation.size() == x.tensor().rank(),
          "transpose of %s by %s",
          x.tensor(),
          permutation);
      Rules.axesInRange("transpose", permutation, x.tensor().rank());
      return x.tensor()
          .withShape(new Shape(permutation.stream().map(a -> x.shape().dim(a)).toList()));
    }
  }

  /**
   * Elements {@code start, start + step, ...} below {@code limit} of each axis; steps are positive.
   */
  record Slice(Value x, List<Dim> start, List<Dim> limit, List<Integer> step) implements Shaping {
    public Slice {
      start = List.copyOf(start);
      limit = List.copyOf(limit);
      step = List.copyOf(step);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Slice(o.get(0), start, limit, step);
    }

    @Override
    public Type infer() {
      int rank = x.tensor().rank();
      Rules.require(
          start.size() == rank && limit.size() == rank && step.size() == rank,
          "slice of %s gives %d starts, %d limits, %d steps",
          x.tensor(),
          start.size(),
          limit.size(),
          step.size());
      List<Dim> dims = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        Rules.require(step.get(i) > 0, "slice: step %d", step.get(i));
        Rules.notNegative("slice", "start", start.get(i));
        Rules.notNegative(
            "slice", "what lies beyond the limit", x.shape().dim(i).minus(limit.get(i)));
        Dim extent = limit.get(i).minus(start.get(i)).ceilDiv(Dim.of(step.get(i)));
        Rules.positive("slice", "extent", extent);
        dims.add(extent);
      }
      return x.tensor().withShape(new Shape(dims));
    }
  }

  /**
   * Surrounds {@code x} with {@code value}, and puts {@code interior} copies of it between
   * neighbours.
   *
   * @param low elements before each axis, not negative
   * @param high elements after each axis, not negative
   */
  record Pad(Value x, List<Dim> low, List<Dim> high, List<Integer> interior, double value)
      implements Shaping {
    public Pad {
      low = List.copyOf(low);
      high = List.copyOf(high);
      interior = List.copyOf(interior);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Pad(o.get(0), low, high, interior, value);
    }

    @Override
    public Type infer() {
      int rank = x.tensor().rank();
      Rules.require(
          low.size() == rank && high.size() == rank && interior.size() == rank,
          "pad of %s gives %d lows, %d highs, %d interiors",
          x.tensor(),
          low.size(),
          high.size(),
          interior.size());
      List<Dim> dims = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        Rules.notNegative("pad", "low padding", low.get(i));
        Rules.notNegative("pad", "high padding", high.get(i));
        Rules.require(interior.get(i) >= 0, "pad: interior padding %d", interior.get(i));
        Dim spread = x.shape().dim(i).plus(-1).times(interior.get(i) + 1L).plus(1);
        dims.add(spread.plus(low.get(i)).plus(high.get(i)));
      }
      return x.tensor().withShape(new Shape(dims));
    }
  }

  /** The elements along each of {@code axes} from last to first. */
  record Flip(Value x, List<Integer> axes) implements Shaping {
    public Flip {
      axes = List.copyOf(axes);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Flip(o.get(0), axes);
    }

    @Override
    public Type infer() {
      Rules.axesInRange("flip", axes, x.tensor().rank());
      return x.tensor();
    }
  }

  /** Joins tensors along {@code axis}; the other extents agree. */
  record Concat(List<Value> parts, int axis) implements Shaping {
    public Concat {
      parts = List.copyOf(parts);
    }

    @Override
    public List<Value> operands() {
      return parts;
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Concat(o, axis);
    }

    @Override
    public Type infer() {
      Rules.require(!parts.isEmpty(), "concat of nothing");
      TensorType first = parts.getFirst().tensor();
      Rules.axesInRange("concat", List.of(axis), first.rank());
      Dim extent = Dim.of(0);
      for (Value part : parts) {
        Rules.sameDType("concat", parts.getFirst(), part);
        Rules.rank("concat", part, first.rank());
        Rules.require(
            part.shape().with(axis, first.dim(axis)).equals(first.shape()),
            "concat along axis %d: %s and %s differ elsewhere",
            axis,
            first,
            part.tensor());
        extent = extent.plus(part.shape().dim(axis));
      }
      return first.withShape(first.shape().with(axis, extent));
    }
  }
}
