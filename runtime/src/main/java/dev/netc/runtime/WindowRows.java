package dev.netc.runtime;

import java.util.Arrays;

/**
 * The left factor of a convolution of images [n, depth, height, width, channels]: row p is what the
 * window sees at position p, tap by tap, each with its channels. A few rows at a time are copied in
 * the order in which {@link PanelTiles} read them, so that the whole matrix (im2col, Chellapilla et
 * al. 2006) never exists.
 *
 * <p>Neighbouring taps of a row of the kernel are neighbours in the image too and are copied
 * together: a segment. One object serves one thread.
 */
final class WindowRows {
  private final SlidingWindow window;
  private final int channels;
  private final int own;
  private final int height;
  private final int run;
  private final int segment;
  private final int[] image;
  private final int[][] at = new int[3][];
  private final int[] rows;
  private final float[] edge;

  /**
   * @param height the rows of a panel, 4 or 8
   */
  WindowRows(SlidingWindow window, int channels, int groups, int height) {
    this.window = window;
    this.channels = channels;
    this.own = channels / groups;
    this.height = height;
    this.run = groups == 1 && window.dilation(2) == 1 ? window.kernel(2) : 1;
    this.segment = run * own;
    this.image = new int[height];
    Arrays.setAll(at, axis -> new int[height]);
    this.rows = new int[height];
    this.edge = new float[height * segment];
  }

  /** The elements of a row. */
  int depth() {
    return window.taps() * own;
  }

  /**
   * Copies the rows of {@code count} positions from {@code first} on, counted through all images.
   * The rows that the last panel has too many repeat its last one.
   */
  void pack(float[] x, int x0, int group, int first, int count, float[] panels, int start) {
    for (int row = 0; row < count; row += height) {
      locate(first + row, first + count - 1);
      int to = start + row * depth();
      for (int kz = 0; kz < window.kernel(0); kz++) {
        for (int ky = 0; ky < window.kernel(1); ky++) {
          for (int kx = 0; kx < window.kernel(2); kx += run) {
            segment(x, x0 + group * own, kz, ky, kx, panels, to);
            to += segment * height;
          }
        }
      }
    }
  }

  private void locate(int position, int last) {
    int size = window.positions();
    int inImage = position % size;
    image[0] = position / size;
    at[2][0] = inImage % window.result(2);
    at[1][0] = inImage / window.result(2) % window.result(1);
    at[0][0] = inImage / window.result(2) / window.result(1);
    for (int r = 1; r < height; r++) {
      image[r] = image[r - 1];
      at[0][r] = at[0][r - 1];
      at[1][r] = at[1][r - 1];
      at[2][r] = at[2][r - 1];
      if (position + r <= last) {
        advance(r);
      }
    }
  }

  /** Moves a row to the next position; cheaper than to divide. */
  private void advance(int r) {
    for (int axis = 2; axis >= 0; axis--) {
      at[axis][r]++;
      if (at[axis][r] < window.result(axis)) {
        return;
      }
      at[axis][r] = 0;
    }
    image[r]++;
  }

  private void segment(float[] x, int x0, int kz, int ky, int kx, float[] panels, int to) {
    boolean inside = true;
    for (int r = 0; r < height; r++) {
      int left = window.source(2, at[2][r], kx);
      int line = line(r, kz, ky);
      inside &= line >= 0 && left >= 0 && left + run <= window.image(2);
      rows[r] = x0 + (line + left) * channels;
    }
    if (inside) {
      interleave(x, panels, to);
    } else {
      gather(x, x0, kz, ky, kx);
      interleave(edge, panels, to);
    }
  }

  /** The pixel where the line of a tap starts, or -1 in the padding. */
  private int line(int r, int kz, int ky) {
    return window.line(image[r], window.source(0, at[0][r], kz), window.source(1, at[1][r], ky));
  }

  /** Copies segments that lie in the padding in part to where they can be read as a whole. */
  private void gather(float[] x, int x0, int kz, int ky, int kx) {
    Arrays.fill(edge, 0);
    for (int r = 0; r < height; r++) {
      int line = line(r, kz, ky);
      int left = window.source(2, at[2][r], kx);
      int from = Math.max(left, 0);
      int length = Math.min(left + run, window.image(2)) - from;
      if (line >= 0 && length > 0) {
        int to = r * segment + (from - left) * own;
        System.arraycopy(x, x0 + (line + from) * channels, edge, to, length * own);
      }
      rows[r] = r * segment;
    }
  }

  private void interleave(float[] from, float[] panels, int to) {
    int[] r = rows;
    if (Vectors.ENABLED && segment >= VectorRowPacking.LANES) {
      if (height == 8) {
        VectorRowPacking.eight(
            segment, from, r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], panels, to);
      } else {
        VectorRowPacking.four(segment, from, r[0], r[1], r[2], r[3], panels, to);
      }
      return;
    }
    for (int i = 0; i < height; i++) {
      for (int p = 0; p < segment; p++) {
        panels[to + p * height + i] = from[r[i] + p];
      }
    }
  }
}
