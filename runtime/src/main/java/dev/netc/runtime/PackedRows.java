package dev.netc.runtime;

/**
 * The left factor of a product in the order in which {@link PanelTiles} read it: panels of a tile's
 * rows, one column of the panel after another. The rows that the last panel has too many repeat its
 * last one, so a tile may store them twice.
 */
final class PackedRows {
  private PackedRows() {}

  /** The elements that m rows of depth k take. */
  static int length(int height, int m, int k) {
    return Math.multiplyExact((m + height - 1) / height * height, k);
  }

  /**
   * Packs panels {@code from} to {@code to} of a matrix, m by k, of any strides.
   *
   * @param height the rows of a panel, 4 or 8
   */
  static void pack(
      int height,
      int m,
      int k,
      float[] a,
      int offset,
      int row,
      int column,
      float[] panels,
      int start,
      int from,
      int to) {
    int panel = from;
    while (panel < to) {
      int first = panel * height;
      int at = start + first * k;
      boolean pair =
          Vectors.ENABLED
              && row == 1
              && 2 * height == VectorRowPacking.LANES
              && panel + 1 < to
              && first + 2 * height <= m
              && column > 1;
      int done = 0;
      if (pair) {
        done = k / 2 * 2;
        int source = offset + first;
        VectorRowPacking.twoPanels(done, a, source, column, panels, at, at + height * k);
        rest(height, m, done, k, a, offset, row, column, panels, start, panel + 1);
      } else if (Vectors.ENABLED && column == 1 && first + height <= m) {
        done = k < VectorRowPacking.LANES ? 0 : k;
        interleave(height, done, a, offset + first * row, row, panels, at);
      }
      rest(height, m, done, k, a, offset, row, column, panels, start, panel);
      panel += pair ? 2 : 1;
    }
  }

  private static void interleave(
      int height, int depth, float[] a, int r, int row, float[] panels, int at) {
    int r1 = r + row;
    int r2 = r1 + row;
    int r3 = r2 + row;
    if (height == 8) {
      int r4 = r3 + row;
      int r5 = r4 + row;
      int r6 = r5 + row;
      VectorRowPacking.eight(depth, a, r, r1, r2, r3, r4, r5, r6, r6 + row, panels, at);
    } else {
      VectorRowPacking.four(depth, a, r, r1, r2, r3, panels, at);
    }
  }

  /** Columns {@code from} to {@code k} of a panel, element by element. */
  private static void rest(
      int height,
      int m,
      int from,
      int k,
      float[] a,
      int offset,
      int row,
      int column,
      float[] panels,
      int start,
      int panel) {
    int first = panel * height;
    for (int r = 0; r < height; r++) {
      int source = offset + Math.min(first + r, m - 1) * row;
      int at = start + first * k + r;
      for (int p = from; p < k; p++) {
        panels[at + p * height] = a[source + p * column];
      }
    }
  }
}
