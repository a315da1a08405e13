package dev.netc.runtime;

/**
 * Products of matrices of any strides, {@code c = a b} or {@code c += a b}. One object serves one
 * thread; it keeps the packed panels of {@code b} from call to call, so nothing is allocated once
 * the largest product has been seen.
 */
public final class MatMul {
  /**
   * A way to multiply. Element (p, j) of b is at {@code bOffset + j / width * panel + p * bRow + j
   * % width}; a whole panel can be read at each p.
   */
  interface Kernel {
    int width();

    void run(
        int m,
        int n,
        int k,
        float[] a,
        int aOffset,
        int aRow,
        int aColumn,
        float[] b,
        int bOffset,
        int panel,
        int bRow,
        float[] c,
        int cOffset,
        int cRow,
        boolean add);
  }

  /** Below this many rows of a, packing b costs more than it saves. */
  private static final int FEW_ROWS = 128;

  private final Kernel kernel = Vectors.ENABLED ? new VectorMatMul() : new ScalarMatMul();
  private float[] panels = new float[0];

  /** A product whose scratch memory grows with use. */
  public MatMul() {}

  /**
   * Multiplies {@code a}, m by k, with {@code b}, k by n, into {@code c}, m by n with unit column
   * stride. Sums run over k in ascending order.
   *
   * @param add whether the product is added to {@code c} or replaces it
   */
  public void run(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRow,
      int aColumn,
      float[] b,
      int bOffset,
      int bRow,
      int bColumn,
      float[] c,
      int cOffset,
      int cRow,
      boolean add) {
    int width = kernel.width();
    int reach = (k - 1) * bRow + (n + width - 1) / width * width;
    if (bColumn == 1 && m <= FEW_ROWS && bOffset + reach <= b.length) {
      kernel.run(
          m, n, k, a, aOffset, aRow, aColumn, b, bOffset, width, bRow, c, cOffset, cRow, add);
    } else {
      pack(n, k, b, bOffset, bRow, bColumn);
      kernel.run(
          m, n, k, a, aOffset, aRow, aColumn, panels, 0, width * k, width, c, cOffset, cRow, add);
    }
  }

  /** Copies b into panels of {@code width} columns, k rows each, the last filled up with zeros. */
  private void pack(int n, int k, float[] b, int bOffset, int bRow, int bColumn) {
    int width = kernel.width();
    int count = (n + width - 1) / width;
    if (panels.length < count * width * k) {
      panels = new float[count * width * k];
    }
    for (int p = 0; p < count; p++) {
      int columns = Math.min(width, n - p * width);
      int at = p * width * k;
      int from = bOffset + p * width * bColumn;
      for (int i = 0; i < k; i++, at += width) {
        if (bColumn == 1) {
          System.arraycopy(b, from + i * bRow, panels, at, columns);
        } else {
          for (int j = 0; j < columns; j++) {
            panels[at + j] = b[from + i * bRow + j * bColumn];
          }
        }
        for (int j = columns; j < width; j++) {
          panels[at + j] = 0;
        }
      }
    }
  }
}
