package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The inner part of a convolution that reads images as they are: a few neighbouring pixels of the
 * result times a panel of outputs, over all runs of {@link BlockedLines}. One object serves one
 * thread.
 */
interface DirectTiles {
  /** The most pixels of a tile. */
  int MOST_PIXELS = 8;

  /** Copies {@code count} pixels of sixteen channels to where they follow each other. */
  void load(float[] x, int from, int step, float[] to, int at, int count);

  /**
   * Computes a line of results.
   *
   * @param x blocked lines
   * @param base where the first pixel of the line is
   * @param starts of the runs for a pixel at 0
   * @param lengths of the runs
   * @param w a panel of weights, in the order of the runs
   * @param pixels of the line
   * @param outputs of the panel, at most its width
   * @param step from one pixel of {@code y} to the next
   * @param bias where sums start, element j at {@code bias0 + j}; null for 0
   * @param least what results are raised to, 0 for ReLU or negative infinity
   */
  void line(
      float[] x,
      int base,
      int[] starts,
      int[] lengths,
      float[] w,
      int w0,
      int pixels,
      int outputs,
      float[] y,
      int y0,
      int step,
      float @Nullable [] bias,
      int bias0,
      float least);

  static DirectTiles ofThisMachine() {
    return Vectors.ENABLED ? new VectorDirectTiles() : new ScalarDirectTiles();
  }
}
