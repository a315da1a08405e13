package dev.netc.ir.reference;

import dev.netc.ir.ImageLayout;
import dev.netc.ir.Window;

/** Where a sliding window looks. */
final class Taps {
  private final Window window;
  private final ImageLayout layout;
  private final int[] kernel;

  Taps(Window window, ImageLayout layout) {
    this.window = window;
    this.layout = layout;
    this.kernel = window.kernel().stream().mapToInt(Integer::intValue).toArray();
  }

  /** The number of taps. */
  int count() {
    return Array.size(kernel);
  }

  /** The position of a tap within the kernel. */
  int[] tap(int number) {
    return Array.index(kernel, number);
  }

  int channelAxis(int rank) {
    return layout.channelAxis(rank);
  }

  /**
   * The index in the image that a tap of the window at {@code output} sees, of channel {@code
   * channel}; empty (length 0) in the padding.
   */
  int[] source(int[] output, int channel, int tap, int[] image) {
    int[] at = output.clone();
    at[layout.channelAxis(output.length)] = channel;
    int[] k = tap(tap);
    for (int i = 0; i < k.length; i++) {
      int axis = layout.spatialAxis(i);
      at[axis] =
          output[axis] * window.stride().get(i)
              + k[i] * window.dilation().get(i)
              - window.padLow().get(i);
      if (at[axis] < 0 || at[axis] >= image[axis]) {
        return new int[0];
      }
    }
    return at;
  }
}
