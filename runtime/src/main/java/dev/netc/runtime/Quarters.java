package dev.netc.runtime;

/**
 * Maximum pooling with the usual window, two by two side by side, a row of results at a time. The
 * first of equal elements, in the order of rows, is the maximum.
 */
interface Quarters {
  /** The maxima of {@code n} windows of the rows that start at {@code top} and {@code bottom}. */
  void max(float[] x, int top, int bottom, float[] y, int o, int n);

  /** Each cotangent where its window has its maximum, 0 elsewhere; {@code d} is that of top. */
  void gradient(
      float[] x, int top, int bottom, float[] dy, int o, float[] dx, int d, int width, int n);

  static Quarters ofThisMachine() {
    return Vectors.ENABLED ? new VectorQuarters() : new ScalarQuarters();
  }
}
