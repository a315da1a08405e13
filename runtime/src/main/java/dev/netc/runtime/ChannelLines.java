package dev.netc.runtime;

/**
 * One line of the result of a depthwise convolution: for each of its pixels the channels one after
 * another. {@code sources} are the offsets of the lines of the image that take part, {@code
 * weights} those of the kernel's lines for them, {@code count} of each.
 */
interface ChannelLines {
  /**
   * {@code y[i, c] = sum over lines and k of x[i * stride + k * dilation - padding, c] w[k, c]}.
   */
  void forward(
      SlidingWindow window,
      int channels,
      float[] x,
      int x0,
      int[] sources,
      float[] w,
      int[] weights,
      int count,
      float[] y,
      int y0);

  /** Adds what the cotangents of the line give to the lines of {@code dx}. */
  void inputGradient(
      SlidingWindow window,
      int channels,
      float[] dy,
      int dy0,
      float[] w,
      int[] weights,
      int count,
      float[] dx,
      int dx0,
      int[] sources);

  /** Adds what the cotangents of the line give to {@code dw}. */
  void weightGradient(
      SlidingWindow window,
      int channels,
      float[] x,
      int x0,
      int[] sources,
      float[] dy,
      int dy0,
      float[] dw,
      int dw0,
      int[] weights,
      int count);

  /** The first pixel of a line whose tap {@code k} is not in the padding before the image. */
  static int first(SlidingWindow window, int k) {
    int before = -window.source(2, 0, k);
    return before <= 0
        ? 0
        : Math.min(window.result(2), (before + window.stride(2) - 1) / window.stride(2));
  }

  /** Behind the last pixel of a line whose tap {@code k} is not in the padding behind the image. */
  static int limit(SlidingWindow window, int k) {
    int room = window.image(2) - 1 - window.source(2, 0, k);
    return room < 0 ? 0 : Math.min(window.result(2), room / window.stride(2) + 1);
  }

  static ChannelLines ofThisMachine() {
    return Vectors.ENABLED ? new VectorChannelLines() : new ScalarChannelLines();
  }
}
