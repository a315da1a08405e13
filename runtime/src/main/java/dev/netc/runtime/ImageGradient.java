package dev.netc.runtime;

/** A way to find the gradient of a convolution's images. */
@FunctionalInterface
interface ImageGradient {
  /**
   * Overwrites {@code dx}.
   *
   * @param w [outputs, channels / groups, kernel...]
   */
  void run(float[] dy, int dy0, float[] w, int w0, float[] dx, int dx0, int n);
}
