package dev.netc.runtime;

/** A way to convolve images [n, depth, height, width, channels]. */
interface ConvolutionKernel {
  /**
   * {@code y = epilogue(x * kernels)} of {@code n} images.
   *
   * @param kernels in the order of {@link PackedKernels}
   */
  void forward(float[] x, int x0, float[] kernels, Epilogue epilogue, float[] y, int y0, int n);
}
