package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The lines on vectors of channels, the last one under a mask. */
final class VectorChannelLines implements ChannelLines {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Pixels that share the loads of the weights. */
  private static final int PIXELS = 4;

  @Override
  public void forward(
      SlidingWindow window,
      int channels,
      float[] x,
      int x0,
      int[] sources,
      float[] w,
      int[] weights,
      int count,
      float[] y,
      int y0) {
    int step = window.stride(2) * channels;
    int apart = window.dilation(2) * channels;
    int kernel = window.kernel(2);
    int inside = ChannelLines.first(window, 0);
    int end = ChannelLines.limit(window, kernel - 1);
    int left = x0 - window.padding(2) * channels;
    int i = 0;
    while (i < window.result(2)) {
      if (i >= inside && i + PIXELS <= end) {
        for (int c = 0; c < channels; c += LANES) {
          int from = left + i * step + c;
          int to = y0 + i * channels + c;
          if (c + LANES <= channels) {
            four(x, from, step, apart, sources, w, c, channels, weights, kernel, count, y, to);
          } else {
            for (int p = 0; p < PIXELS; p++) {
              rest(window, i + p, channels, c, x, x0, sources, w, weights, count, y, y0);
            }
          }
        }
        i += PIXELS;
      } else {
        for (int c = 0; c < channels; c += LANES) {
          rest(window, i, channels, c, x, x0, sources, w, weights, count, y, y0);
        }
        i++;
      }
    }
  }

  /** Four neighbouring pixels whose taps are all in the image. */
  private static void four(
      float[] x,
      int from,
      int step,
      int apart,
      int[] sources,
      float[] w,
      int c,
      int channels,
      int[] weights,
      int kernel,
      int count,
      float[] y,
      int to) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int line = 0; line < count; line++) {
      int at = from + sources[line];
      int weight = weights[line] + c;
      for (int k = 0; k < kernel; k++) {
        FloatVector v = FloatVector.fromArray(SPECIES, w, weight + k * channels);
        int a = at + k * apart;
        s0 = FloatVector.fromArray(SPECIES, x, a).fma(v, s0);
        s1 = FloatVector.fromArray(SPECIES, x, a + step).fma(v, s1);
        s2 = FloatVector.fromArray(SPECIES, x, a + 2 * step).fma(v, s2);
        s3 = FloatVector.fromArray(SPECIES, x, a + 3 * step).fma(v, s3);
      }
    }
    s0.intoArray(y, to);
    s1.intoArray(y, to + channels);
    s2.intoArray(y, to + 2 * channels);
    s3.intoArray(y, to + 3 * channels);
  }

  /** Up to a vector of channels of one pixel. */
  private static void rest(
      SlidingWindow window,
      int i,
      int channels,
      int c,
      float[] x,
      int x0,
      int[] sources,
      float[] w,
      int[] weights,
      int count,
      float[] y,
      int y0) {
    VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int line = 0; line < count; line++) {
      for (int k = 0; k < window.kernel(2); k++) {
        int pixel = window.source(2, i, k);
        if (pixel >= 0 && pixel < window.image(2)) {
          int at = x0 + sources[line] + pixel * channels + c;
          sum =
              FloatVector.fromArray(SPECIES, x, at, mask)
                  .fma(
                      FloatVector.fromArray(SPECIES, w, weights[line] + k * channels + c, mask),
                      sum);
        }
      }
    }
    sum.intoArray(y, y0 + i * channels + c, mask);
  }

  @Override
  public void inputGradient(
      SlidingWindow window,
      int channels,
      float[] dy,
      int dy0,
      float[] w,
      int[] weights,
      int count,
      float[] dx,
      int dx0,
      int[] sources) {
    int step = window.stride(2) * channels;
    for (int line = 0; line < count; line++) {
      for (int k = 0; k < window.kernel(2); k++) {
        int limit = ChannelLines.limit(window, k);
        int left = dx0 + sources[line] + window.source(2, 0, k) * channels;
        for (int c = 0; c < channels; c += LANES) {
          VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
          FloatVector v = FloatVector.fromArray(SPECIES, w, weights[line] + k * channels + c, mask);
          for (int i = ChannelLines.first(window, k); i < limit; i++) {
            int at = left + i * step + c;
            FloatVector.fromArray(SPECIES, dy, dy0 + i * channels + c, mask)
                .fma(v, FloatVector.fromArray(SPECIES, dx, at, mask))
                .intoArray(dx, at, mask);
          }
        }
      }
    }
  }

  @Override
  public void weightGradient(
      SlidingWindow window,
      int channels,
      float[] x,
      int x0,
      int[] sources,
      float[] dy,
      int dy0,
      float[] dw,
      int dw0,
      int[] weights,
      int count) {
    int step = window.stride(2) * channels;
    for (int line = 0; line < count; line++) {
      for (int k = 0; k < window.kernel(2); k++) {
        int first = ChannelLines.first(window, k);
        int limit = ChannelLines.limit(window, k);
        int left = x0 + sources[line] + window.source(2, 0, k) * channels;
        for (int c = 0; c < channels; c += LANES) {
          int to = dw0 + weights[line] + k * channels + c;
          if (c + LANES <= channels) {
            products(x, left + c, step, dy, dy0 + c, channels, first, limit, dw, to);
          } else {
            VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
            FloatVector sum = FloatVector.fromArray(SPECIES, dw, to, mask);
            for (int i = first; i < limit; i++) {
              sum =
                  FloatVector.fromArray(SPECIES, x, left + c + i * step, mask)
                      .fma(FloatVector.fromArray(SPECIES, dy, dy0 + c + i * channels, mask), sum);
            }
            sum.intoArray(dw, to, mask);
          }
        }
      }
    }
  }

  /** Adds the sum of products of pixels, of which every fourth has a sum of its own. */
  private static void products(
      float[] x,
      int x0,
      int step,
      float[] dy,
      int dy0,
      int channels,
      int first,
      int limit,
      float[] dw,
      int to) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, dw, to);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = s1;
    FloatVector s3 = s1;
    int i = first;
    for (; i + PIXELS <= limit; i += PIXELS) {
      int a = x0 + i * step;
      int b = dy0 + i * channels;
      s0 = pixel(x, a, dy, b, s0);
      s1 = pixel(x, a + step, dy, b + channels, s1);
      s2 = pixel(x, a + 2 * step, dy, b + 2 * channels, s2);
      s3 = pixel(x, a + 3 * step, dy, b + 3 * channels, s3);
    }
    for (; i < limit; i++) {
      s0 = pixel(x, x0 + i * step, dy, dy0 + i * channels, s0);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(dw, to);
  }

  private static FloatVector pixel(float[] x, int a, float[] dy, int b, FloatVector sum) {
    return FloatVector.fromArray(SPECIES, x, a).fma(FloatVector.fromArray(SPECIES, dy, b), sum);
  }
}
