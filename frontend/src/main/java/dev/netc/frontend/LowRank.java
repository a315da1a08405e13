package dev.netc.frontend;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * That a parameter is the product of two, which are learned in its place: of weights [out, in,
 * kernel...] with {@code path.first}, [rank, in, ...], and {@code path.second}, [out, rank, ...].
 *
 * @param second the axes of the kernel, counted from 0, that the second has; the first has the
 *     others, and where one has an axis the other has an extent of 1
 * @param rank how many channels lie between the two
 */
public record LowRank(List<Integer> second, int rank) {
  private static final int CHANNELS = 2;

  public LowRank {
    second = List.copyOf(second);
  }

  /** The path of the parameter that is applied first. */
  public static String first(String path) {
    return path + ".first";
  }

  /** The path of the parameter that is applied second. */
  public static String second(String path) {
    return path + ".second";
  }

  TensorType first(TensorType whole) {
    Shape shape = whole.shape();
    return part(shape, Dim.of(rank), shape.dim(1), false);
  }

  TensorType second(TensorType whole) {
    Shape shape = whole.shape();
    return part(shape, shape.dim(0), Dim.of(rank), true);
  }

  private TensorType part(Shape whole, Dim out, Dim in, boolean isSecond) {
    List<Dim> dims = new ArrayList<>(List.of(out, in));
    for (int axis = 0; axis < whole.rank() - CHANNELS; axis++) {
      dims.add(second.contains(axis) == isSecond ? whole.dim(axis + CHANNELS) : Dim.of(1));
    }
    return new TensorType(DType.F32, new Shape(dims));
  }

  /** The parameter itself: the sum over the channels between of what both have of each. */
  Value product(Value first, Value second, TensorType whole, Expressions e) {
    Shape shape = whole.shape();
    Dim between = Dim.of(rank);
    // The axes of the parameter in the order in which the product has them.
    List<Integer> order = new ArrayList<>(List.of(0));
    this.second.forEach(axis -> order.add(axis + CHANNELS));
    Shape outer = pick(shape, order);
    order.add(1);
    for (int axis = CHANNELS; axis < shape.rank(); axis++) {
      if (!this.second.contains(axis - CHANNELS)) {
        order.add(axis);
      }
    }
    List<Dim> ofSecond = new ArrayList<>(outer.dims());
    ofSecond.add(1, between);
    List<Integer> rankLast = new ArrayList<>(List.of(0));
    IntStream.range(2, ofSecond.size()).forEach(rankLast::add);
    rankLast.add(1);
    Value moved = e.transpose(e.reshape(second, new Shape(ofSecond)), rankLast);
    Value left = e.reshape(moved, Shape.of(outer.size(), between));
    Value right = e.reshape(first, Shape.of(between, first.shape().without(List.of(0)).size()));
    Value product = e.reshape(e.matmul(left, right, false, false), pick(shape, order));
    List<Integer> back = IntStream.range(0, order.size()).map(order::indexOf).boxed().toList();
    return e.transpose(product, back);
  }

  private static Shape pick(Shape shape, List<Integer> axes) {
    return new Shape(axes.stream().map(shape::dim).toList());
  }
}
