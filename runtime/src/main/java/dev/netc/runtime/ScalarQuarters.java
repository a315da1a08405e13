package dev.netc.runtime;

/** The windows without vectors. */
final class ScalarQuarters implements Quarters {
  @Override
  public void max(float[] x, int top, int bottom, float[] y, int o, int n) {
    for (int i = 0; i < n; i++) {
      y[o + i] = x[largest(x, top + 2 * i, bottom + 2 * i)];
    }
  }

  private static int largest(float[] x, int top, int bottom) {
    int best = x[top + 1] > x[top] ? top + 1 : top;
    best = x[bottom] > x[best] ? bottom : best;
    return x[bottom + 1] > x[best] ? bottom + 1 : best;
  }

  @Override
  public void gradient(
      float[] x, int top, int bottom, float[] dy, int o, float[] dx, int d, int width, int n) {
    for (int i = 0; i < n; i++) {
      int best = largest(x, top + 2 * i, bottom + 2 * i);
      int corner = d + 2 * i;
      dx[corner] = 0;
      dx[corner + 1] = 0;
      dx[corner + width] = 0;
      dx[corner + width + 1] = 0;
      dx[best < bottom ? d + best - top : d + width + best - bottom] = dy[o + i];
    }
  }
}
