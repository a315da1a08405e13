package dev.netc.runtime;

/** The stretches without vectors. */
final class ScalarStretches implements Stretches {
  @Override
  public void add(float[] to, int t, float[] from, int f, int n) {
    for (int i = 0; i < n; i++) {
      to[t + i] += from[f + i];
    }
  }

  @Override
  public void copy(
      float[] to,
      int t,
      int tRow,
      float[] from,
      int f,
      int fRow,
      int rows,
      int n,
      float bias,
      boolean relu) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        float sum = from[f + r * fRow + i] + bias;
        to[t + r * tRow + i] = relu ? Math.max(sum, 0) : sum;
      }
    }
  }
}
