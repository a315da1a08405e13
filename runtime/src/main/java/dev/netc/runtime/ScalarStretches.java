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

  @Override
  public void finish(
      float[] y,
      int y0,
      int n,
      float[] scale,
      int s0,
      float[] bias,
      int b0,
      float[] residual,
      int r0,
      float least) {
    for (int i = 0; i < n; i++) {
      float sum = y[y0 + i];
      sum = scale.length > 0 ? sum * scale[s0 + i] : sum;
      sum = bias.length > 0 ? sum + bias[b0 + i] : sum;
      sum = residual.length > 0 ? sum + residual[r0 + i] : sum;
      y[y0 + i] = Math.max(sum, least);
    }
  }
}
