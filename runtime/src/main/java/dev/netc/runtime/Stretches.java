package dev.netc.runtime;

/**
 * Simple operations on stretches of arrays that do not overlap; a plain loop over two offsets is
 * not vectorised by HotSpot.
 */
interface Stretches {
  /** {@code to[t + i] += from[f + i]} for i below n. */
  void add(float[] to, int t, float[] from, int f, int n);

  /**
   * {@code to[t + i] = from[f + i] + bias}, or where that is negative 0 if {@code relu}; {@code to}
   * and {@code from} may be the same stretch.
   */
  void copy(float[] to, int t, float[] from, int f, int n, float bias, boolean relu);

  /** {@code to[t + i] += bias[b + i]}, or where that is negative 0 if {@code relu}. */
  void addRelu(float[] to, int t, float[] bias, int b, int n, boolean relu);

  static Stretches ofThisMachine() {
    return Vectors.ENABLED ? new VectorStretches() : new ScalarStretches();
  }
}
