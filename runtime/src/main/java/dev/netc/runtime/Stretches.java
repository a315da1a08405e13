package dev.netc.runtime;

/**
 * Simple operations on stretches of arrays that do not overlap; a plain loop over two offsets is
 * not vectorised by HotSpot.
 */
interface Stretches {
  /** {@code to[t + i] += from[f + i]} for i below n. */
  void add(float[] to, int t, float[] from, int f, int n);

  /**
   * {@code to[t + r * tRow + i] = from[f + r * fRow + i] + bias} for r below rows and i below n, or
   * where that is negative 0 if {@code relu}; {@code to} and {@code from} may be the same
   * stretches.
   */
  void copy(
      float[] to,
      int t,
      int tRow,
      float[] from,
      int f,
      int fRow,
      int rows,
      int n,
      float bias,
      boolean relu);

  static Stretches ofThisMachine() {
    return Vectors.ENABLED ? new VectorStretches() : new ScalarStretches();
  }
}
