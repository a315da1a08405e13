package dev.netc.ir.reference;

import dev.netc.ir.Convolutional;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Convolutional.InputGradient;
import dev.netc.ir.Convolutional.WeightGradient;
import java.util.List;

/** Convolution and its transposes: one sum over (output, channel, tap) read three ways. */
final class ConvolutionalMeaning {
  private ConvolutionalMeaning() {}

  /** Takes part in the sum: {@code y += x * w} at these offsets. */
  private interface Term {
    void at(int y, int x, int w);
  }

  static Array of(Convolutional op, int[] shape, List<Array> operands) {
    Array a = operands.get(0);
    Array b = operands.get(1);
    double[] sums = new double[Array.size(shape)];
    switch (op) {
      case Convolution c ->
          terms(op, shape, a.shape(), b.shape(), (y, x, w) -> sums[y] += a.get(x) * b.get(w));
      case InputGradient g ->
          terms(op, a.shape(), shape, b.shape(), (y, x, w) -> sums[x] += a.get(y) * b.get(w));
      case WeightGradient g ->
          terms(op, b.shape(), a.shape(), shape, (y, x, w) -> sums[w] += a.get(x) * b.get(y));
    }
    return Array.of(a.dtype(), shape, sums);
  }

  private static void terms(Convolutional op, int[] y, int[] x, int[] w, Term term) {
    Taps taps = new Taps(op.window(), op.layout());
    int channel = taps.channelAxis(y.length);
    int outputsOfGroup = w[0] / op.groups();
    for (int o = 0; o < Array.size(y); o++) {
      int[] at = Array.index(y, o);
      int firstInput = at[channel] / outputsOfGroup * w[1];
      for (int c = 0; c < w[1]; c++) {
        for (int t = 0; t < taps.count(); t++) {
          int[] source = taps.source(at, firstInput + c, t, x);
          if (source.length > 0) {
            int weight = (at[channel] * w[1] + c) * taps.count() + t;
            term.at(o, Array.offset(x, source), weight);
          }
        }
      }
    }
  }
}
