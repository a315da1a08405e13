package dev.netc.runtime;

/**
 * Products of matrices of any strides, {@code c = a b} or {@code c += a b}. One object serves one
 * thread; it keeps the packed panels of {@code b} from call to call, so nothing is allocated once
 * the largest product has been seen.
 */
public final class MatMul {
  /** Where a matrix lies: element (i, j) is at {@code offset + i * row + j * column}. */
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
        float[] panels,
        float[] c,
        int cOffset,
        int cRow,
        boolean add);
  }

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
    pack(n, k, b, bOffset, bRow, bColumn);
    kernel.run(m, n, k, a, aOffset, aRow, aColumn, panels, c, cOffset, cRow, add);
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
