package dev.netc.runtime;

/**
 * Inner products of the rows of two sets of images, as the gradient of a convolution's weights
 * needs them.
 */
interface DotTiles {
  /** What {@code length} must be a multiple of. */
  int lanes();

  /**
   * {@code out[o * outRow + t]} becomes, or with {@code add} grows by, the sum over images i and
   * positions f below {@code length} of {@code dy[dy0 + i * dyImage + o * length + f] * x[x0 + i *
   * xImage + taps[t] + f]}.
   */
  void run(
      int outputs,
      int[] taps,
      int images,
      int length,
      float[] dy,
      int dy0,
      int dyImage,
      float[] x,
      int x0,
      int xImage,
      float[] out,
      int out0,
      boolean add);

  static DotTiles ofThisMachine() {
    return Vectors.ENABLED ? new VectorDotTiles() : new ScalarDotTiles();
  }
}
