package dev.netc.runtime;

import java.util.Arrays;

/**
 * The right factor of a product in the order in which tiles read it: panels of a tile's width, rows
 * of one after another, the last panel filled up with zeros. Weights that do not change are packed
 * once.
 */
public final class PackedMatrix {
  /** Rows that are copied together when columns are contiguous: they stay in the first cache. */
  private static final int BLOCK = 128;

  private static final int ROWS_AT_ONCE = 8;

  private static final Tiles TILES = Tiles.ofThisMachine();
  private static final int WIDTH = TILES.width();

  private final int k;
  private final int n;
  private float[] panels = new float[0];

  /** Room for a matrix, k by n, that {@link #pack} fills. */
  public PackedMatrix(int k, int n) {
    this.k = k;
    this.n = n;
  }

  /**
   * Packs a matrix, k by n, of any strides.
   *
   * @throws IllegalArgumentException if {@code b} ends before the matrix does
   */
  public static PackedMatrix of(int k, int n, float[] b, int offset, int row, int column) {
    PackedMatrix packed = new PackedMatrix(k, n);
    packed.pack(b, offset, row, column);
    return packed;
  }

  /**
   * Packs a matrix of any strides in place of the one before.
   *
   * @throws IllegalArgumentException if {@code b} ends before the matrix does
   */
  public void pack(float[] b, int offset, int row, int column) {
    Signature.checkLength("b", b.length, offset + (k - 1) * row + (n - 1) * column + 1);
    if (panels.length == 0) {
      panels = new float[Vectors.LEAD + length(k, n)];
    }
    pack(TILES, k, n, b, offset, row, column, panels, 0, panels(n));
  }

  int k() {
    return k;
  }

  int n() {
    return n;
  }

  float[] array() {
    return panels;
  }

  static int panels(int n) {
    return (n + WIDTH - 1) / WIDTH;
  }

  static int length(int k, int n) {
    return Math.multiplyExact(Math.multiplyExact(panels(n), WIDTH), k);
  }

  /** Packs panels {@code from} to {@code to}; panel 0 starts at {@link Vectors#LEAD}. */
  static void pack(
      Tiles tiles,
      int k,
      int n,
      float[] b,
      int offset,
      int row,
      int column,
      float[] panels,
      int from,
      int to) {
    for (int p = from; p < to; p++) {
      int at = Vectors.LEAD + p * WIDTH * k;
      int columns = Math.min(WIDTH, n - p * WIDTH);
      int start = offset + p * WIDTH * column;
      if (column == 1 && columns == WIDTH) {
        tiles.pack(k, b, start, row, panels, at);
      } else if (column == 1) {
        rows(k, b, start, row, columns, panels, at);
      } else {
        if (columns < WIDTH) {
          Arrays.fill(panels, at, at + WIDTH * k, 0);
        }
        columns(k, b, start, row, column, columns, panels, at);
      }
    }
  }

  /**
   * Packs rows {@code from} to {@code to} of a matrix whose columns are contiguous, all its panels:
   * reading along rows is what the memory is fast at.
   */
  static void packRows(
      Tiles tiles, int k, int n, float[] b, int offset, int row, float[] panels, int from, int to) {
    for (int block = from; block < to; block += ROWS_AT_ONCE) {
      int rows = Math.min(ROWS_AT_ONCE, to - block);
      for (int j = 0; j < n; j += WIDTH) {
        int at = Vectors.LEAD + j * k + block * WIDTH;
        int start = offset + block * row + j;
        if (n - j >= WIDTH) {
          tiles.pack(rows, b, start, row, panels, at);
        } else {
          rows(rows, b, start, row, n - j, panels, at);
        }
      }
    }
  }

  private static void rows(
      int k, float[] b, int start, int row, int columns, float[] panels, int to) {
    for (int i = 0; i < k; i++) {
      int at = to + i * WIDTH;
      System.arraycopy(b, start + i * row, panels, at, columns);
      for (int j = columns; j < WIDTH; j++) {
        panels[at + j] = 0;
      }
    }
  }

  private static void columns(
      int k, float[] b, int start, int row, int column, int columns, float[] panels, int to) {
    for (int block = 0; block < k; block += BLOCK) {
      int end = Math.min(k, block + BLOCK);
      for (int j = 0; j < columns; j++) {
        int from = start + j * column;
        if (row == 1) {
          for (int i = block; i < end; i++) {
            panels[to + j + i * WIDTH] = b[from + i];
          }
        } else {
          for (int i = block; i < end; i++) {
            panels[to + j + i * WIDTH] = b[from + i * row];
          }
        }
      }
    }
  }
}
