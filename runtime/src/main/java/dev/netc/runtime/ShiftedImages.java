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
  private final Stretches stretches = Stretches.ofThisMachine();
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

  /**
   * Lays out one group of one image. The padding is left as it is: 0, if nothing else writes to
   * {@code to}.
   */
  void pack(float[] x, int image, int group, float[] to, int at) {
    int row = at;
    for (int c = 0; c < channels; c++) {
      int plane = image + (group * channels + c) * g.height() * g.width();
      for (int phaseY : phasesY) {
        for (int phaseX : phasesX) {
          if (g.strideY() == 1 && g.strideX() == 1) {
            packPlane(x, plane, to, row);
          } else {
            packPhase(x, plane, phaseY - g.padTop(), phaseX - g.padLeft(), to, row);
          }
          row += planeHeight * pitch;
        }
      }
    }
  }

  private void packPlane(float[] x, int plane, float[] to, int at) {
    int rows = Math.min(g.height(), planeHeight - g.padTop());
    int columns = Math.min(g.width(), pitch - g.padLeft());
    int first = at + g.padTop() * pitch + g.padLeft();
    stretches.copy(to, first, pitch, x, plane, g.width(), rows, columns, 0, false);
  }

  /**
   * The pixels of one phase of the stride; {@code shiftY} and {@code shiftX} are those of tap 0.
   */
  private void packPhase(float[] x, int plane, int shiftY, int shiftX, float[] to, int at) {
    int low = shiftX >= 0 ? 0 : (-shiftX + g.strideX() - 1) / g.strideX();
    int reach = g.width() - 1 - shiftX;
    int high = reach < 0 ? 0 : Math.min(pitch, reach / g.strideX() + 1);
    for (int r = 0; r < planeHeight; r++) {
      int y = r * g.strideY() + shiftY;
      if (y >= 0 && y < g.height()) {
        int line = plane + y * g.width() + shiftX;
        for (int q = low; q < high; q++) {
          to[at + r * pitch + q] = x[line + q * g.strideX()];
        }
      }
    }
  }
}
