package dev.netc.runtime;

/** Pooling without vectors. */
final class ScalarChannelPools implements ChannelPools {
  private static int largest(float[] x, int at, int[] taps, int count) {
    int best = 0;
    for (int t = 1; t < count; t++) {
      best = x[at + taps[t]] > x[at + taps[best]] ? t : best;
    }
    return taps[best];
  }

  @Override
  public void max(
      int channels,
      float[] x,
      int x0,
      int[] taps,
      int count,
      float[] v,
      int v0,
      float[] y,
      int y0) {
    for (int c = 0; c < channels; c++) {
      y[y0 + c] = v[v0 + largest(x, x0 + c, taps, count) + c];
    }
  }

  @Override
  public void maxGradient(
      int channels,
      float[] x,
      int x0,
      int[] taps,
      int count,
      float[] dy,
      int dy0,
      float[] dx,
      int dx0) {
    for (int c = 0; c < channels; c++) {
      dx[dx0 + largest(x, x0 + c, taps, count) + c] += dy[dy0 + c];
    }
  }

  @Override
  public void sum(int channels, float[] x, int x0, int[] taps, int count, float[] y, int y0) {
    for (int c = 0; c < channels; c++) {
      float sum = 0;
      for (int t = 0; t < count; t++) {
        sum += x[x0 + taps[t] + c];
      }
      y[y0 + c] = sum;
    }
  }

  @Override
  public void sumGradient(
      int channels, float[] dy, int dy0, int[] taps, int count, float[] dx, int dx0) {
    for (int t = 0; t < count; t++) {
      for (int c = 0; c < channels; c++) {
        dx[dx0 + taps[t] + c] += dy[dy0 + c];
      }
    }
  }
}
