package dev.netc.passes;

import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Reduction.Reduce;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Shaping.Concat;
import dev.netc.ir.Shaping.Pad;
import dev.netc.ir.Shaping.Reshape;
import dev.netc.ir.Shaping.Slice;
import dev.netc.ir.Shaping.Transpose;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Moves of elements that move nothing, or that another move can do as well. */
final class ShapingRules {
  private static final Dim ONE = Dim.of(1);

  private ShapingRules() {}

  static Optional<Value> rewrite(RewriteRule.Site site) {
    Expressions e = site.e();
    Shape shape = site.type().shape();
    return Optional.ofNullable(
        switch (site.op()) {
          case Reshape(Value x, Shape s) -> reshape(x, s, e);
          case Transpose(Value x, List<Integer> permutation) -> transpose(x, permutation, shape, e);
          case Broadcast(Value x, Shape s, List<Integer> axes) -> broadcast(x, s, axes, e);
          case Slice(Value x, var start, var limit, var step) ->
              x.shape().equals(shape) && step.stream().allMatch(n -> n == 1) ? x : null;
          case Pad(Value x, var low, var high, var interior, double value) ->
              isZero(low) && isZero(high) && interior.stream().allMatch(n -> n == 0) ? x : null;
          case Concat(List<Value> parts, int axis) when parts.size() == 1 -> parts.getFirst();
          case Reduce(var combiner, Value x, List<Integer> axes) when axes.isEmpty() -> x;
          case MatMul(Value a, Value b, boolean ta, boolean tb) -> matmul(a, b, ta, tb, e);
          default -> null;
        });
  }

  private static @Nullable Value reshape(Value x, Shape shape, Expressions e) {
    if (x.shape().equals(shape)) {
      return x;
    }
    if (Constants.isFill(x)) {
      return e.broadcast(x.op().operands().getFirst(), shape, List.of());
    }
    return x.op() instanceof Reshape(Value y, var between) ? e.reshape(y, shape) : null;
  }

  private static @Nullable Value transpose(
      Value x, List<Integer> permutation, Shape shape, Expressions e) {
    if (permutation.equals(IntStream.range(0, shape.rank()).boxed().toList())) {
      return x;
    }
    if (Constants.isFill(x)) {
      return e.broadcast(x.op().operands().getFirst(), shape, List.of());
    }
    return x.op() instanceof Transpose(Value y, List<Integer> first)
        ? e.transpose(y, permutation.stream().map(first::get).toList())
        : null;
  }

  private static @Nullable Value broadcast(
      Value x, Shape shape, List<Integer> axes, Expressions e) {
    if (x.shape().equals(shape)) {
      return x;
    }
    if (x.op() instanceof Broadcast(Value y, var between, List<Integer> first)) {
      return e.broadcast(y, shape, first.stream().map(axes::get).toList());
    }
    if (x.op() instanceof Reshape(Value y, Shape between)) {
      List<Integer> places = placesAmongOnes(y.shape(), between);
      return places == null ? null : e.broadcast(y, shape, places.stream().map(axes::get).toList());
    }
    return null;
  }

  /**
   * Where the axes of {@code narrow} are in {@code wide}, if the others are of extent 1; null if
   * they are not all there.
   */
  private static @Nullable List<Integer> placesAmongOnes(Shape narrow, Shape wide) {
    List<Integer> places = new ArrayList<>();
    for (int axis = 0; axis < wide.rank(); axis++) {
      int next = places.size();
      if (next < narrow.rank() && narrow.dim(next).equals(wide.dim(axis))) {
        places.add(axis);
      } else if (!wide.dim(axis).equals(ONE)) {
        return null;
      }
    }
    return places.size() == narrow.rank() ? places : null;
  }

  private static @Nullable Value matmul(Value a, Value b, boolean ta, boolean tb, Expressions e) {
    if (a.op() instanceof Transpose(Value x, var permutation) && swapsMatrix(permutation)) {
      return e.matmul(x, b, !ta, tb);
    }
    if (b.op() instanceof Transpose(Value x, var permutation) && swapsMatrix(permutation)) {
      return e.matmul(a, x, ta, !tb);
    }
    return null;
  }

  /** Whether a permutation exchanges the last two axes and nothing else. */
  private static boolean swapsMatrix(List<Integer> permutation) {
    int rank = permutation.size();
    List<Integer> swapped = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.swap(swapped, rank - 2, rank - 1);
    return permutation.equals(swapped);
  }

  private static boolean isZero(List<Dim> dims) {
    return dims.stream().allMatch(d -> d.equals(Dim.of(0)));
  }
}
