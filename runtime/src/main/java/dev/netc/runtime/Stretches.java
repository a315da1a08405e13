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

  /**
   * {@code y[i] = max(y[i] * scale[i] + bias[i] + residual[i], least)} for i below n from the given
   * offsets on; arrays of no elements take no part.
   */
  void finish(
      float[] y,
      int y0,
      int n,
      float[] scale,
      int s0,
      float[] bias,
      int b0,
      float[] residual,
      int r0,
      float least);

  static Stretches ofThisMachine() {
    return Vectors.ENABLED ? new VectorStretches() : new ScalarStretches();
  }
}
