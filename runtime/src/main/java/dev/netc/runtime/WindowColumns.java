package dev.netc.runtime;

import java.util.Arrays;

/**
 * The transpose of the matrix whose rows {@link WindowRows} copies: a row for each tap and channel,
 * a column for each position. Rows are numbered segment by segment, each filled up to whole panels.
 */
final class WindowColumns {
  private final SlidingWindow window;
  private final int channels;
  private final int own;
  private final int height;
  private final int run;
  private final int segment;
  private final int panelsInSegment;

  WindowColumns(SlidingWindow window, int channels, int groups, int height) {
    this.window = window;
    this.channels = channels;
    this.own = channels / groups;
    this.height = height;
    this.run = groups == 1 && window.dilation(2) == 1 ? window.kernel(2) : 1;
    this.segment = run * own;
    this.panelsInSegment = (segment + height - 1) / height;
  }

  /** Panels of all rows. */
  int panels() {
    return window.taps() / run * panelsInSegment;
  }

  /** The tap of a row, counted from the first row of panel 0; -1 for a row that fills up. */
  int tap(int row) {
    int inSegment = row % (panelsInSegment * height);
    return inSegment < segment ? row / (panelsInSegment * height) * run + inSegment / own : -1;
  }

  /** The channel of a row within its group. */
  int channel(int row) {
    return row % (panelsInSegment * height) % own;
  }

  /**
   * Copies panels {@code from} to {@code to} of {@code count} positions from {@code first} on,
   * counted through all images.
   */
  void pack(
      float[] x,
      int x0,
      int group,
      int from,
      int to,
      int first,
      int count,
      float[] panels,
      int start) {
    int length = height * count;
    int panel = from;
    while (panel < to) {
      int inSegment = panel % panelsInSegment;
      boolean pair =
          Vectors.ENABLED
              && 2 * height == VectorRowPacking.LANES
              && panel + 1 < to
              && (inSegment + 2) * height <= segment;
      int at = start + (panel - from) * length;
      lines(x, x0 + group * own, panel, pair, first, count, panels, at, length);
      panel += pair ? 2 : 1;
    }
  }

  /** One panel or two, line by line of the result. */
  private void lines(
      float[] x,
      int x0,
      int panel,
      boolean pair,
      int first,
      int count,
      float[] panels,
      int at,
      int length) {
    int tap = panel / panelsInSegment * run;
    int kx = tap % window.kernel(2);
    int ky = tap / window.kernel(2) % window.kernel(1);
    int kz = tap / window.kernel(2) / window.kernel(1);
    int element = panel % panelsInSegment * height;
    int done = 0;
    while (done < count) {
      int position = first + done;
      int column = position % window.result(2);
      int line = position / window.result(2);
      int columns = Math.min(count - done, window.result(2) - column);
      int z = window.source(0, line / window.result(1) % window.result(0), kz);
      int y = window.source(1, line % window.result(1), ky);
      int pixel = window.line(line / window.result(1) / window.result(0), z, y);
      int to = at + done * height;
      if (pixel < 0) {
        zero(panels, to, columns * height, pair, length);
      } else {
        line(x, x0 + pixel * channels, column, columns, kx, element, pair, panels, to, length);
      }
      done += columns;
    }
  }

  private static void zero(float[] panels, int to, int n, boolean pair, int length) {
    Arrays.fill(panels, to, to + n, 0);
    if (pair) {
      Arrays.fill(panels, to + length, to + length + n, 0);
    }
  }

  private void line(
      float[] x,
      int line,
      int column,
      int columns,
      int kx,
      int element,
      boolean pair,
      float[] panels,
      int to,
      int length) {
    int step = window.stride(2);
    int left = window.source(2, column, kx);
    int before = Math.clamp((-left + step - 1) / step, 0, columns);
    int reach = window.image(2) - run - left;
    int inside = reach < 0 ? before : Math.clamp(reach / step + 1, before, columns);
    int whole = pair ? (inside - before) / 2 * 2 : 0;
    if (whole > 0) {
      int from = line + (left + before * step) * channels + element;
      int at = to + before * height;
      VectorRowPacking.twoPanels(whole, x, from, step * channels, panels, at, at + length);
    }
    for (int i = 0; i < columns; i++) {
      if (i == before && whole > 0) {
        i += whole - 1;
        continue;
      }
      int pixel = left + i * step;
      copy(x, line, pixel, element, panels, to + i * height);
      if (pair) {
        copy(x, line, pixel, element + height, panels, to + i * height + length);
      }
    }
  }

  /** The elements of one panel at one position. */
  private void copy(float[] x, int line, int pixel, int element, float[] panels, int to) {
    for (int r = 0; r < height; r++) {
      int e = element + r;
      int at = pixel + e / own;
      boolean inside = e < segment && at >= 0 && at < window.image(2);
      panels[to + r] = inside ? x[line + pixel * channels + e] : 0;
    }
  }
}
