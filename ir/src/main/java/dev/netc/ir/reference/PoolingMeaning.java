package dev.netc.ir.reference;

import dev.netc.ir.Pooling;
import java.util.List;

/** What pooling computes. */
final class PoolingMeaning {
  private PoolingMeaning() {}

  static Array of(Pooling op, int[] shape, List<Array> operands) {
    Array x = operands.get(0);
    Taps taps = new Taps(op.window(), op.layout());
    return switch (op) {
      case Pooling.MaxPool p ->
          Array.fill(x.dtype(), shape, o -> x.get(largest(taps, x, Array.index(shape, o))));
      case Pooling.MaxPoolSelect p ->
          Array.fill(
              x.dtype(), shape, o -> operands.get(1).get(largest(taps, x, Array.index(shape, o))));
      case Pooling.MaxPoolGradient p -> maxGradient(taps, x, operands.get(1), shape);
      case Pooling.SumPool p -> sum(taps, x, shape);
      case Pooling.SumPoolGradient p -> sumGradient(taps, x, shape);
    };
  }

  /** The offset of the first maximum of the window at {@code output}. */
  private static int largest(Taps taps, Array x, int[] output) {
    int best = -1;
    for (int t = 0; t < taps.count(); t++) {
      int offset = source(taps, x.shape(), output, t);
      if (offset >= 0 && (best < 0 || x.get(offset) > x.get(best))) {
        best = offset;
      }
    }
    if (best < 0) {
      throw new IllegalStateException("a window lies in the padding entirely");
    }
    return best;
  }

  private static int source(Taps taps, int[] image, int[] output, int tap) {
    int channel = output[taps.channelAxis(output.length)];
    int[] at = taps.source(output, channel, tap, image);
    return at.length == 0 ? -1 : Array.offset(image, at);
  }

  private static Array maxGradient(Taps taps, Array x, Array dy, int[] shape) {
    double[] sums = new double[x.size()];
    for (int o = 0; o < dy.size(); o++) {
      sums[largest(taps, x, Array.index(dy.shape(), o))] += dy.get(o);
    }
    return Array.of(x.dtype(), shape, sums);
  }

  private static Array sum(Taps taps, Array x, int[] shape) {
    return Array.fill(
        x.dtype(),
        shape,
        o -> {
          double sum = 0;
          for (int t = 0; t < taps.count(); t++) {
            int offset = source(taps, x.shape(), Array.index(shape, o), t);
            sum += offset < 0 ? 0 : x.get(offset);
          }
          return sum;
        });
  }

  private static Array sumGradient(Taps taps, Array dy, int[] shape) {
    double[] sums = new double[Array.size(shape)];
    for (int o = 0; o < dy.size(); o++) {
      for (int t = 0; t < taps.count(); t++) {
        int offset = source(taps, shape, Array.index(dy.shape(), o), t);
        if (offset >= 0) {
          sums[offset] += dy.get(o);
        }
      }
    }
    return Array.of(dy.dtype(), shape, sums);
  }
}
