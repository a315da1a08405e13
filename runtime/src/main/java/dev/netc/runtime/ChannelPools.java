package dev.netc.runtime;

/**
 * Pooling at one position: {@code count} pixels, at the offsets {@code taps}, channel by channel.
 */
interface ChannelPools {
  /** The elements of {@code v} where those of x are largest, the first of equal ones. */
  void max(
      int channels, float[] x, int x0, int[] taps, int count, float[] v, int v0, float[] y, int y0);

  /** Adds {@code dy} to {@code dx} where x is largest, at the first of equal ones. */
  void maxGradient(
      int channels,
      float[] x,
      int x0,
      int[] taps,
      int count,
      float[] dy,
      int dy0,
      float[] dx,
      int dx0);

  void sum(int channels, float[] x, int x0, int[] taps, int count, float[] y, int y0);

  /** Adds {@code dy} to {@code dx} at each tap. */
  void sumGradient(int channels, float[] dy, int dy0, int[] taps, int count, float[] dx, int dx0);

  static ChannelPools ofThisMachine() {
    return Vectors.ENABLED ? new VectorChannelPools() : new ScalarChannelPools();
  }
}
