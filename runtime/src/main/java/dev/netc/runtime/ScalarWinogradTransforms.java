package dev.netc.runtime;

/** The transforms without vectors. */
final class ScalarWinogradTransforms implements WinogradTransforms {
  private static final int CHANNELS = BlockedLines.CHANNELS;

  private final float[] column = new float[SIDE];

  @Override
  public void pixels(
      float[] x,
      int at,
      int line,
      int pixel,
      float[] scratch,
      int scratch0,
      float[] points,
      int to,
      int plane) {
    for (int c = 0; c < CHANNELS; c++) {
      for (int j = 0; j < SIDE; j++) {
        read(x, at + j * pixel + c, line);
        for (int i = 0; i < SIDE; i++) {
          scratch[scratch0 + i * SIDE + j] = point(i);
        }
      }
      for (int i = 0; i < SIDE; i++) {
        read(scratch, scratch0 + i * SIDE, 1);
        for (int j = 0; j < SIDE; j++) {
          points[to + (i * SIDE + j) * plane + c] = point(j);
        }
      }
    }
  }

  private void read(float[] x, int at, int step) {
    for (int i = 0; i < SIDE; i++) {
      column[i] = x[at + i * step];
    }
  }

  /** An element of {@code B^T} times the column, in the order of the vectors' sums. */
  private float point(int i) {
    float[] x = column;
    float other = i < 3 ? -B2 : -A2;
    float even = Math.fma(x[2], other, x[4]);
    float odd = Math.fma(x[1], other, x[3]);
    return switch (i) {
      case 0 -> Math.fma(x[0], PRODUCT, Math.fma(x[2], SUM, x[4]));
      case 1 -> Math.fma(odd, A, even);
      case 2 -> Math.fma(odd, -A, even);
      case 3 -> Math.fma(odd, B, even);
      case 4 -> Math.fma(odd, -B, even);
      default -> Math.fma(x[1], PRODUCT, Math.fma(x[3], SUM, x[5]));
    };
  }

  @Override
  public void results(
      float[] points,
      int at,
      int plane,
      float[] scratch,
      int scratch0,
      float[] bias,
      int bias0,
      float least,
      float[] y,
      int to,
      int line,
      int pixel,
      int lines,
      int columns) {
    for (int c = 0; c < CHANNELS; c++) {
      for (int j = 0; j < SIDE; j++) {
        read(points, at + j * plane + c, SIDE * plane);
        for (int i = 0; i < RESULTS; i++) {
          scratch[scratch0 + i * SIDE + j] = sum(i);
        }
      }
      for (int i = 0; i < lines; i++) {
        read(scratch, scratch0 + i * SIDE, 1);
        for (int j = 0; j < columns; j++) {
          y[to + i * line + j * pixel + c] = Math.max(sum(j) + bias[bias0 + c], least);
        }
      }
    }
  }

  /** An element of {@code A^T} times the column, in the order of the vectors' sums. */
  private float sum(int i) {
    float[] x = column;
    float even = x[1] + x[2];
    float odd = x[1] - x[2];
    float farEven = x[3] + x[4];
    float farOdd = x[3] - x[4];
    return switch (i) {
      case 0 -> x[0] + even + farEven;
      case 1 -> Math.fma(farOdd, B, odd * A);
      case 2 -> Math.fma(farEven, B2, even * A2);
      default -> Math.fma(farOdd, B3, Math.fma(odd, A3, x[5]));
    };
  }

  @Override
  public void kernels(float[] points, int at, int plane) {
    for (int c = at; c < at + CHANNELS; c++) {
      for (int k = 0; k < TAPS; k++) {
        int to = c + (POINTS / 2 + k) * plane;
        sixPoints(points, c + k * plane, TAPS * plane, to, TAPS * plane);
      }
      for (int i = 0; i < SIDE; i++) {
        int from = c + (POINTS / 2 + i * TAPS) * plane;
        sixPoints(points, from, plane, c + i * SIDE * plane, plane);
      }
    }
  }

  /** {@code G} times three taps. */
  private static void sixPoints(float[] x, int from, int step, int to, int plane) {
    float w0 = x[from];
    float w1 = x[from + step];
    float w2 = x[from + 2 * step];
    x[to] = w0 * (1 / PRODUCT);
    float even = Math.fma(w2, A2, w0) * ROW_A;
    float odd = w1 * (A * ROW_A);
    x[to + plane] = even + odd;
    x[to + 2 * plane] = even - odd;
    even = Math.fma(w2, B2, w0) * ROW_B;
    odd = w1 * (B * ROW_B);
    x[to + 3 * plane] = even + odd;
    x[to + 4 * plane] = even - odd;
    x[to + 5 * plane] = w2;
  }
}
