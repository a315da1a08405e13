package dev.netc.ir.reference;

import dev.netc.ir.Along;
import dev.netc.ir.DType;
import java.util.Comparator;
import java.util.stream.IntStream;

/** What operators along an axis compute. */
final class AlongMeaning {
  private AlongMeaning() {}

  static Array of(Along op, Array x) {
    return switch (op) {
      case Along.CumulativeSum c -> lines(x, x.dtype(), c.axis(), line -> sums(c, line));
      case Along.ArgSort s -> lines(x, DType.I32, s.axis(), line -> order(s, line));
    };
  }

  private interface Line {
    double[] of(double[] line);
  }

  private static Array lines(Array x, DType dtype, int axis, Line change) {
    double[] result = new double[x.size()];
    int extent = x.extent(axis);
    int inner = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      inner *= x.extent(i);
    }
    for (int first = 0; first < x.size(); first++) {
      if (first / inner % extent == 0) {
        double[] line = new double[extent];
        for (int i = 0; i < extent; i++) {
          line[i] = x.get(first + i * inner);
        }
        double[] changed = change.of(line);
        for (int i = 0; i < extent; i++) {
          result[first + i * inner] = changed[i];
        }
      }
    }
    return Array.of(dtype, x.shape(), result);
  }

  private static double[] sums(Along.CumulativeSum op, double[] line) {
    double[] sums = new double[line.length];
    double sum = 0;
    for (int k = 0; k < line.length; k++) {
      int i = op.reversed() ? line.length - 1 - k : k;
      sums[i] = op.exclusive() ? sum : sum + line[i];
      sum += line[i];
    }
    return sums;
  }

  private static double[] order(Along.ArgSort op, double[] line) {
    // Adding 0 makes 0 of -0.
    Comparator<Integer> ascending = Comparator.comparingDouble(i -> line[i] + 0.0);
    return IntStream.range(0, line.length)
        .boxed()
        .sorted(op.descending() ? ascending.reversed() : ascending)
        .mapToDouble(i -> i)
        .toArray();
  }
}
