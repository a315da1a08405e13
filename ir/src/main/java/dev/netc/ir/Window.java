package dev.netc.ir;

import java.util.Collections;
import java.util.List;

/**
 * How a kernel slides over the spatial axes of an image, one entry for each axis.
 *
 * @param kernel extents, at least 1
 * @param stride at least 1
 * @param padLow elements assumed before the image, not negative
 * @param padHigh elements assumed after it, not negative
 * @param dilation distance between kernel taps, at least 1
 */
public record Window(
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> padLow,
    List<Integer> padHigh,
    List<Integer> dilation) {
  public Window {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    padLow = List.copyOf(padLow);
    padHigh = List.copyOf(padHigh);
    dilation = List.copyOf(dilation);
    int rank = kernel.size();
    Rules.require(
        stride.size() == rank
            && padLow.size() == rank
            && padHigh.size() == rank
            && dilation.size() == rank,
        "window: kernel %s, stride %s, padding %s and %s, dilation %s are not of one rank",
        kernel,
        stride,
        padLow,
        padHigh,
        dilation);
    Rules.require(kernel.stream().allMatch(k -> k >= 1), "window: kernel %s", kernel);
    Rules.require(stride.stream().allMatch(s -> s >= 1), "window: stride %s", stride);
    Rules.require(dilation.stream().allMatch(d -> d >= 1), "window: dilation %s", dilation);
    Rules.require(
        padLow.stream().allMatch(p -> p >= 0) && padHigh.stream().allMatch(p -> p >= 0),
        "window: padding %s and %s",
        padLow,
        padHigh);
  }

  /** A window of the given kernel with stride 1, no padding, no dilation. */
  public static Window of(List<Integer> kernel) {
    List<Integer> ones = Collections.nCopies(kernel.size(), 1);
    List<Integer> zeros = Collections.nCopies(kernel.size(), 0);
    return new Window(kernel, ones, zeros, zeros, ones);
  }

  public Window withStride(List<Integer> other) {
    return new Window(kernel, other, padLow, padHigh, dilation);
  }

  public Window withPadding(List<Integer> low, List<Integer> high) {
    return new Window(kernel, stride, low, high, dilation);
  }

  public Window withDilation(List<Integer> other) {
    return new Window(kernel, stride, padLow, padHigh, other);
  }

  public int rank() {
    return kernel.size();
  }

  /**
   * The extent of the output along spatial axis {@code axis} of an image of extent {@code input}
   * there.
   */
  public Dim outputExtent(int axis, Dim input) {
    int reach = (kernel.get(axis) - 1) * dilation.get(axis) + 1;
    return input
        .plus(padLow.get(axis) + padHigh.get(axis) - reach)
        .floorDiv(stride.get(axis))
        .plus(1);
  }
}
