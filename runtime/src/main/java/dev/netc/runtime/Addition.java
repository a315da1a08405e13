package dev.netc.runtime;

/** Adds one stretch of an array to another; a plain loop over two offsets is not vectorised. */
interface Addition {
  /** {@code to[t + i] += from[f + i]} for i below n; the stretches do not overlap. */
  void add(float[] to, int t, float[] from, int f, int n);

  static Addition ofThisMachine() {
    return Vectors.ENABLED ? new VectorAddition() : Addition::addScalars;
  }

  private static void addScalars(float[] to, int t, float[] from, int f, int n) {
    for (int i = 0; i < n; i++) {
      to[t + i] += from[f + i];
    }
  }
}
