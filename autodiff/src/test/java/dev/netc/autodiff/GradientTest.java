package dev.netc.autodiff;

import dev.netc.ir.Along.CumulativeSum;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Cast;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Indexing.Gather;
import dev.netc.ir.Pooling.MaxPool;
import dev.netc.ir.Pooling.SumPool;
import dev.netc.ir.Reduction.Combiner;
import dev.netc.ir.Reduction.Reduce;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Shaping.Concat;
import dev.netc.ir.Shaping.Flip;
import dev.netc.ir.Shaping.Pad;
import dev.netc.ir.Shaping.Slice;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every rule against finite differences, over random shapes and attributes. */
final class GradientTest {
  @Property(tries = 60)
  void unaryFunctions(
      @ForAll UnaryFunction f, @ForAll @IntRange(min = 1, max = 4) int n, @ForAll long seed) {
    if (f == UnaryFunction.NOT) {
      return;
    }
    boolean positive =
        switch (f) {
          case LOG, LOG1P, SQRT, RSQRT, RECIPROCAL -> true;
          default -> false;
        };
    double low = positive ? 0.5 : -2.1;
    if (f == UnaryFunction.ABS
        || f == UnaryFunction.SIGN
        || f == UnaryFunction.FLOOR
        || f == UnaryFunction.CEIL
        || f == UnaryFunction.ROUND) {
      new FiniteDifferences(seed).input(1.1, 1.4, n).check((e, x) -> e.unary(f, x.get(0)));
      new FiniteDifferences(seed).input(-1.4, -1.1, n).check((e, x) -> e.unary(f, x.get(0)));
    } else {
      new FiniteDifferences(seed).input(low, 2, n).check((e, x) -> e.unary(f, x.get(0)));
    }
  }

  @Property(tries = 60)
  void binaryFunctions(
      @ForAll BinaryFunction f,
      @ForAll @IntRange(min = 1, max = 4) int n,
      @ForAll boolean scalar,
      @ForAll long seed) {
    if (f == BinaryFunction.AND || f == BinaryFunction.OR) {
      return;
    }
    boolean moves = f == BinaryFunction.REMAINDER;
    FiniteDifferences check =
        new FiniteDifferences(seed).input(moves ? 2.2 : 0.5, moves ? 2.6 : 1.5, n);
    double low = moves ? 1.5 : 1.6;
    (scalar ? check.input(low, 2) : check.input(low, 2, n))
        .check((e, x) -> e.binary(f, x.get(0), x.get(1)));
    (scalar ? new FiniteDifferences(seed).input(0.5, 0.9) : new FiniteDifferences(seed).input(n))
        .check((e, x) -> e.select(e.greater(x.get(0), -9), e.squared(x.get(0)), x.get(0)));
  }

  @Property(tries = 40)
  void shaping(
      @ForAll @IntRange(min = 1, max = 3) int a,
      @ForAll @IntRange(min = 2, max = 4) int b,
      @ForAll @IntRange(min = 1, max = 2) int step,
      @ForAll @IntRange(min = 0, max = 1) int start,
      @ForAll long seed) {
    Dim rows = Dim.of(a);
    new FiniteDifferences(seed)
        .input(a, b)
        .check(
            (e, x) -> {
              Value t = e.transpose(e.squared(x.get(0)), List.of(1, 0));
              return e.reshape(t, Shape.of((long) a * b));
            });
    new FiniteDifferences(seed)
        .input(a, b)
        .check(
            (e, x) ->
                e.builder()
                    .add(
                        new Slice(
                            e.squared(x.get(0)),
                            List.of(Dim.of(0), Dim.of(start)),
                            List.of(rows, Dim.of(b)),
                            List.of(1, step))));
    new FiniteDifferences(seed)
        .input(a, b)
        .check(
            (e, x) ->
                e.builder()
                    .add(
                        new Pad(
                            e.squared(x.get(0)),
                            List.of(Dim.of(start), Dim.of(1)),
                            List.of(Dim.of(2), Dim.of(0)),
                            List.of(step - 1, 0),
                            3)));
    new FiniteDifferences(seed)
        .input(a, 1)
        .input(a, b)
        .check(
            (e, x) -> {
              Value wide =
                  e.builder().add(new Broadcast(x.get(0), Shape.of(2, a, b), List.of(1, 2)));
              Value both = e.builder().add(new Concat(List.of(e.squared(x.get(0)), x.get(1)), 1));
              return e.times(e.sumAll(e.squared(wide)), e.sumAll(e.squared(both)));
            });
  }

  @Property(tries = 20)
  void alongAnAxis(
      @ForAll @IntRange(min = 1, max = 3) int a,
      @ForAll @IntRange(min = 1, max = 4) int b,
      @ForAll @IntRange(min = 0, max = 1) int axis,
      @ForAll boolean exclusive,
      @ForAll boolean reversed,
      @ForAll long seed) {
    new FiniteDifferences(seed)
        .input(a, b)
        .check(
            (e, x) ->
                e.squared(
                    e.builder()
                        .add(new CumulativeSum(e.squared(x.get(0)), axis, exclusive, reversed))));
    new FiniteDifferences(seed)
        .input(a, b)
        .check(
            (e, x) ->
                e.times(x.get(0), e.builder().add(new Flip(e.squared(x.get(0)), List.of(axis)))));
  }

  /** Dividing the product by the element would give NaN there. */
  @Property(tries = 10)
  void productsWhereElementsAreZero(
      @ForAll @IntRange(min = 1, max = 2) int zeros, @ForAll long seed) {
    new FiniteDifferences(seed)
        .input(0.0, 0.0, zeros)
        .input(3)
        .check(
            (e, x) ->
                e.builder()
                    .add(
                        new Reduce(
                            Combiner.PRODUCT, e.builder().add(new Concat(x, 0)), List.of(0))));
  }

  @Property(tries = 20)
  void reductions(
      @ForAll Combiner combiner,
      @ForAll @IntRange(min = 1, max = 3) int a,
      @ForAll @IntRange(min = 1, max = 3) int b,
      @ForAll boolean both,
      @ForAll long seed) {
    List<Integer> axes = both ? List.of(0, 2) : List.of(1);
    new FiniteDifferences(seed)
        .input(0.5, 2, a, b, 2)
        .check((e, x) -> e.builder().add(new Reduce(combiner, e.squared(x.get(0)), axes)));
  }

  @Property(tries = 20)
  void products(
      @ForAll @IntRange(min = 1, max = 3) int m,
      @ForAll @IntRange(min = 1, max = 3) int k,
      @ForAll @IntRange(min = 1, max = 3) int n,
      @ForAll boolean ta,
      @ForAll boolean tb,
      @ForAll long seed) {
    new FiniteDifferences(seed)
        .input(2, ta ? k : m, ta ? m : k)
        .input(2, tb ? n : k, tb ? k : n)
        .check((e, x) -> e.matmul(x.get(0), x.get(1), ta, tb));
  }

  @Property(tries = 30)
  void convolutions(
      @ForAll @IntRange(min = 1, max = 3) int rank,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 0, max = 1) int padding,
      @ForAll @IntRange(min = 1, max = 2) int dilation,
      @ForAll @IntRange(min = 1, max = 2) int groups,
      @ForAll ImageLayout layout,
      @ForAll long seed) {
    Window window =
        Window.of(repeat(2, rank))
            .withStride(repeat(stride, rank))
            .withPadding(repeat(padding, rank), repeat(1, rank))
            .withDilation(repeat(dilation, rank));
    List<Dim> spatial = new ArrayList<>();
    long[] weights = new long[rank + 2];
    weights[0] = 2;
    weights[1] = 1;
    for (int i = 0; i < rank; i++) {
      spatial.add(Dim.of(3));
      weights[i + 2] = 2;
    }
    Shape image = layout.shape(Dim.of(1), Dim.of(groups), spatial);
    new FiniteDifferences(seed)
        .input(image.dims().stream().mapToLong(Dim::constant).toArray())
        .input(weights)
        .check(
            (e, x) -> e.builder().add(new Convolution(x.get(0), x.get(1), window, groups, layout)));
  }

  @Property(tries = 20)
  void pooling(
      @ForAll @IntRange(min = 1, max = 2) int rank,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 0, max = 1) int padding,
      @ForAll boolean max,
      @ForAll ImageLayout layout,
      @ForAll long seed) {
    Window window =
        Window.of(repeat(2, rank))
            .withStride(repeat(stride, rank))
            .withPadding(repeat(padding, rank), repeat(padding, rank));
    Shape image =
        layout.shape(Dim.of(2), Dim.of(2), java.util.Collections.nCopies(rank, Dim.of(4)));
    new FiniteDifferences(seed)
        .input(image.dims().stream().mapToLong(Dim::constant).toArray())
        .check(
            (e, x) -> {
              Value y = e.squared(x.get(0));
              return e.builder()
                  .add(max ? new MaxPool(y, window, layout) : new SumPool(y, window, layout));
            });
  }

  @Property(tries = 10)
  void gather(@ForAll @IntRange(min = 2, max = 4) int rows, @ForAll long seed) {
    new FiniteDifferences(seed)
        .input(rows, 2)
        .check(
            (e, x) -> {
              Value iota =
                  e.builder()
                      .add(new dev.netc.ir.Leaf.Iota(dev.netc.ir.TensorType.of(DType.I32, 5L), 0));
              Value indices = e.binary(BinaryFunction.REMAINDER, iota, e.constant(DType.I32, rows));
              Value cast = e.builder().add(new Cast(e.squared(x.get(0)), DType.F64));
              return e.builder().add(new Gather(cast, indices));
            });
  }

  private static List<Integer> repeat(int n, int times) {
    return java.util.Collections.nCopies(times, n);
  }
}
