package dev.netc.runtime;

import java.util.Arrays;

/**
 * Images laid out so that every tap of a convolution sees the pixels of all output positions at one
 * fixed distance: planes with their padding, one for each phase of the stride. Output (oy, ox) has
 * the flat position {@code oy * pitch + ox}; tap t sees it at {@code taps[t] + position}. Between
 * the rows of the output there are positions that belong to no pixel; their results are dropped.
 *
 * <p>So a convolution is a product whose right factor has overlapping rows, and no patch is copied
 * (compare im2col, Chellapilla et al. 2006, and indirect convolution, Dukhan 2019).
 */
final class ShiftedImages {
  private final Convolution2d.Geometry g;
  private final int channels;
  private final int planeHeight;
  private final int pitch;
  private final int[] phasesY;
  private final int[] phasesX;
  private final int[] taps;

  ShiftedImages(Convolution2d.Geometry g) {
    this.g = g;
    this.channels = g.channels() / g.groups();
    this.planeHeight = g.outHeight() + (g.kernelHeight() - 1) * g.dilationY() / g.strideY();
    this.pitch = g.outWidth() + (g.kernelWidth() - 1) * g.dilationX() / g.strideX();
    this.phasesY = phases(g.kernelHeight(), g.dilationY(), g.strideY());
    this.phasesX = phases(g.kernelWidth(), g.dilationX(), g.strideX());
    this.taps = new int[g.taps()];
    int t = 0;
    for (int c = 0; c < channels; c++) {
      for (int ky = 0; ky < g.kernelHeight(); ky++) {
        for (int kx = 0; kx < g.kernelWidth(); kx++) {
          taps[t++] = tap(c, ky * g.dilationY(), kx * g.dilationX());
        }
      }
    }
  }

  private static int[] phases(int kernel, int dilation, int stride) {
    boolean[] used = new boolean[stride];
    for (int k = 0; k < kernel; k++) {
      used[k * dilation % stride] = true;
    }
    return java.util.stream.IntStream.range(0, stride).filter(p -> used[p]).toArray();
  }

  private int tap(int c, int y, int x) {
    int phaseY = Arrays.binarySearch(phasesY, y % g.strideY());
    int phaseX = Arrays.binarySearch(phasesX, x % g.strideX());
    int plane = (c * phasesY.length + phaseY) * phasesX.length + phaseX;
    return (plane * planeHeight + y / g.strideY()) * pitch + x / g.strideX();
  }

  /** The distance between rows of the output in flat positions. */
  int pitch() {
    return pitch;
  }

  /** Where each tap sees position 0: channels, kernel rows, kernel columns. */
  int[] taps() {
    return taps;
  }

  /** The elements of one image of one group. */
  int length() {
    return channels * phasesY.length * phasesX.length * planeHeight * pitch;
  }

  /** Whether images are laid out like this already, so that nothing need be copied. */
  boolean isPlain() {
    return g.strideY() == 1
        && g.strideX() == 1
        && g.padTop() == 0
        && g.padLeft() == 0
        && planeHeight == g.height()
        && pitch == g.width();
  }

  /** Lays out one group of one image. */
  void pack(float[] x, int image, int group, float[] to, int at) {
    int row = at;
    for (int c = 0; c < channels; c++) {
      int plane = image + (group * channels + c) * g.height() * g.width();
      for (int phaseY : phasesY) {
        for (int phaseX : phasesX) {
          for (int r = 0; r < planeHeight; r++, row += pitch) {
            int y = r * g.strideY() + phaseY - g.padTop();
            if (y < 0 || y >= g.height()) {
              Arrays.fill(to, row, row + pitch, 0);
            } else {
              packRow(x, plane + y * g.width(), phaseX - g.padLeft(), to, row);
            }
          }
        }
      }
    }
  }

  private void packRow(float[] x, int line, int shift, float[] to, int row) {
    int low = Math.min(pitch, shift >= 0 ? 0 : (-shift + g.strideX() - 1) / g.strideX());
    int reach = g.width() - 1 - shift;
    int high = Math.max(low, reach < 0 ? 0 : Math.min(pitch, reach / g.strideX() + 1));
    for (int q = 0; q < low; q++) {
      to[row + q] = 0;
    }
    if (g.strideX() == 1) {
      System.arraycopy(x, line + shift + low, to, row + low, high - low);
    } else {
      for (int q = low; q < high; q++) {
        to[row + q] = x[line + shift + q * g.strideX()];
      }
    }
    for (int q = high; q < pitch; q++) {
      to[row + q] = 0;
    }
  }
}
