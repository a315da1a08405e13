package dev.netc.runtime;

import java.util.List;

/**
 * How a kernel slides over images of fixed extents. Lists name the spatial axes, one to three of
 * them; inside there are always three, the first ones of extent 1.
 */
public final class SlidingWindow {
  private static final int AXES = 3;

  private final int[] image;
  private final int[] result;
  private final int[] kernel;
  private final int[] stride;
  private final int[] padding;
  private final int[] dilation;

  private SlidingWindow(
      int[] image, int[] result, int[] kernel, int[] stride, int[] padding, int[] dilation) {
    this.image = image;
    this.result = result;
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
  }

  /**
   * A window; all lists are of one length.
   *
   * @param image extents of the images
   * @param result extents of what the window makes of them
   * @param padding elements assumed before the image
   */
  public static SlidingWindow of(
      List<Integer> image,
      List<Integer> result,
      List<Integer> kernel,
      List<Integer> stride,
      List<Integer> padding,
      List<Integer> dilation) {
    return new SlidingWindow(
        three(image, 1),
        three(result, 1),
        three(kernel, 1),
        three(stride, 1),
        three(padding, 0),
        three(dilation, 1));
  }

  private static int[] three(List<Integer> values, int missing) {
    int[] three = {missing, missing, missing};
    for (int i = 0; i < values.size(); i++) {
      three[AXES - values.size() + i] = values.get(i);
    }
    return three;
  }

  int image(int axis) {
    return image[axis];
  }

  int result(int axis) {
    return result[axis];
  }

  int kernel(int axis) {
    return kernel[axis];
  }

  int stride(int axis) {
    return stride[axis];
  }

  int padding(int axis) {
    return padding[axis];
  }

  int dilation(int axis) {
    return dilation[axis];
  }

  /** The elements of the kernel. */
  int taps() {
    return kernel[0] * kernel[1] * kernel[2];
  }

  /** The elements of an image's channel. */
  int pixels() {
    return image[0] * image[1] * image[2];
  }

  /** The elements of a result's channel. */
  int positions() {
    return result[0] * result[1] * result[2];
  }

  /** Where tap {@code tap} of the window at {@code position} is along an axis. */
  int source(int axis, int position, int tap) {
    return position * stride[axis] + tap * dilation[axis] - padding[axis];
  }

  /**
   * The pixel at which a line of an image starts, counted through all images.
   *
   * @return -1 for a line in the padding
   */
  int line(int number, int z, int y) {
    boolean outside = z < 0 || z >= image[0] || y < 0 || y >= image[1];
    return outside ? -1 : ((number * image[0] + z) * image[1] + y) * image[2];
  }

  /** Whether the gradient of the images is a convolution by {@link #mirrored}. */
  boolean hasMirror() {
    for (int axis = 0; axis < AXES; axis++) {
      if (stride[axis] != 1 || (kernel[axis] - 1) * dilation[axis] < padding[axis]) {
        return false;
      }
    }
    return true;
  }

  /** The window that slides over cotangents of the result and gives those of the image. */
  SlidingWindow mirrored() {
    int[] around = new int[AXES];
    for (int axis = 0; axis < AXES; axis++) {
      around[axis] = (kernel[axis] - 1) * dilation[axis] - padding[axis];
    }
    return new SlidingWindow(
        /* image= */ result, /* result= */ image, kernel, stride, around, dilation);
  }

  /** The window of one element that sees every pixel of the result. */
  SlidingWindow overResult() {
    int[] ones = {1, 1, 1};
    return new SlidingWindow(result, result, ones, ones, new int[AXES], ones);
  }
}
