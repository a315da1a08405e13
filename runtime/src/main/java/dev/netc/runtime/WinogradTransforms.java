package dev.netc.runtime;

/**
 * The transforms of F(4x4, 3x3), sixteen channels at a time: Winograd's convolution of four results
 * a side by three taps a side (Lavin and Gray 2016, "Fast algorithms for convolutional neural
 * networks"), in the points 0, a, -a, b, -b and infinity.
 *
 * <p>a = 5/8 and b = 3/2 leave a rounding error of 1.7 times that of plain sums, where 1 and 2,
 * which save a few multiplications, leave 3.7 times (a search as in Barabasz et al. 2018, "Error
 * analysis and improving the accuracy of Winograd convolution"). All powers used are exact in f32.
 */
interface WinogradTransforms {
  /** Results of a tile along a side. */
  int RESULTS = 4;

  /** Taps along a side. */
  int TAPS = 3;

  /** Pixels that a tile sees along a side, and points along a side. */
  int SIDE = 6;

  /** Points of a tile. */
  int POINTS = SIDE * SIDE;

  /** The point a. */
  float A = 5 / 8f;

  /** The point b. */
  float B = 3 / 2f;

  /** Its square, and so on. */
  float A2 = A * A;

  float A3 = A2 * A;
  float B2 = B * B;
  float B3 = B2 * B;

  /** The coefficients of {@code (x^2 - a^2)(x^2 - b^2)}. */
  float PRODUCT = A2 * B2;

  float SUM = -(A2 + B2);

  /** What the row of a in {@code G} is divided by, inverted. */
  float ROW_A = 1 / (2 * A2 * (A2 - B2));

  float ROW_B = 1 / (2 * B2 * (B2 - A2));

  /** Elements of scratch memory that both transforms need. */
  int SCRATCH = POINTS * BlockedLines.CHANNELS;

  /**
   * Transforms the pixels that a tile sees, {@code B^T x B}.
   *
   * @param at the first channel of the first pixel
   * @param line from one line of pixels to the next
   * @param pixel from one pixel of a line to the next
   * @param scratch {@link #SCRATCH} elements from {@code scratch0} on
   * @param to where sixteen channels of the first point go
   * @param plane from one point to the next
   */
  void pixels(
      float[] x,
      int at,
      int line,
      int pixel,
      float[] scratch,
      int scratch0,
      float[] points,
      int to,
      int plane);

  /**
   * Transforms the points of a tile into its results, {@code A^T m A}, and stores {@code max(result
   * + bias, least)}.
   *
   * @param at sixteen outputs of the first point
   * @param plane from one point to the next
   * @param scratch as above
   * @param bias sixteen summands from {@code bias0} on
   * @param to where sixteen outputs of the first result go
   * @param line from one line of results to the next
   * @param pixel from one result of a line to the next
   * @param lines to store, at most {@link #RESULTS}
   * @param columns to store, at most {@link #RESULTS}
   */
  void results(
      float[] points,
      int at,
      int plane,
      float[] scratch,
      int scratch0,
      float[] bias,
      int bias0,
      float least,
      float[] y,
      int to,
      int line,
      int pixel,
      int lines,
      int columns);

  /**
   * Transforms the weights of sixteen outputs in place, {@code G w G^T}: where the first nine
   * points go, the taps are.
   *
   * @param at sixteen outputs of the first point
   * @param plane from one point to the next
   */
  void kernels(float[] points, int at, int plane);

  static WinogradTransforms ofThisMachine() {
    return Vectors.ENABLED ? new VectorWinogradTransforms() : new ScalarWinogradTransforms();
  }
}
