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
  public void copy(float[] to, int t, float[] from, int f, int n, float bias, boolean relu) {
    for (int i = 0; i < n; i++) {
      float sum = from[f + i] + bias;
      to[t + i] = relu ? Math.max(sum, 0) : sum;
    }
  }

  @Override
  public void addRelu(float[] to, int t, float[] bias, int b, int n, boolean relu) {
    for (int i = 0; i < n; i++) {
      float sum = to[t + i] + bias[b + i];
      to[t + i] = relu ? Math.max(sum, 0) : sum;
    }
  }
}
