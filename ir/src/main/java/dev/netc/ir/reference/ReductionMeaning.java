package dev.netc.ir.reference;

import dev.netc.ir.DType;
import dev.netc.ir.Reduction;
import dev.netc.ir.Reduction.Combiner;
import java.util.Arrays;
import java.util.List;

/** What reductions compute. */
final class ReductionMeaning {
  private ReductionMeaning() {}

  static Array of(Reduction op, int[] shape, List<Array> operands) {
    Array x = operands.get(0);
    return switch (op) {
      case Reduction.Reduce r -> reduce(r.combiner(), r.axes(), x, shape);
      case Reduction.ArgMax a -> argmax(a.axis(), x, shape);
    };
  }

  private static int[] without(int[] index, List<Integer> axes) {
    return java.util.stream.IntStream.range(0, index.length)
        .filter(i -> !axes.contains(i))
        .map(i -> index[i])
        .toArray();
  }

  private static Array reduce(Combiner combiner, List<Integer> axes, Array x, int[] shape) {
    double[] result = new double[Array.size(shape)];
    Arrays.fill(
        result,
        switch (combiner) {
          case SUM -> 0;
          case PRODUCT -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        });
    for (int o = 0; o < x.size(); o++) {
      int at = Array.offset(shape, without(Array.index(x.shape(), o), axes));
      double v = x.get(o);
      result[at] =
          switch (combiner) {
            case SUM -> result[at] + v;
            case PRODUCT -> result[at] * v;
            case MAX -> Math.max(result[at], v);
            case MIN -> Math.min(result[at], v);
          };
    }
    return Array.of(x.dtype(), shape, result);
  }

  private static Array argmax(int axis, Array x, int[] shape) {
    double[] best = new double[Array.size(shape)];
    double[] where = new double[best.length];
    Arrays.fill(where, -1);
    for (int o = 0; o < x.size(); o++) {
      int[] index = Array.index(x.shape(), o);
      int at = Array.offset(shape, without(index, List.of(axis)));
      double v = x.get(o);
      boolean larger = v > best[at] || (Double.isNaN(v) && !Double.isNaN(best[at]));
      if (where[at] < 0 || larger) {
        best[at] = v;
        where[at] = index[axis];
      }
    }
    return Array.of(DType.I32, shape, where);
  }
}
