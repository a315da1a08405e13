package dev.netc.runtime;

/**
 * The inner part of every product: {@code c = a b} or {@code c += a b} in tiles whose sums stay in
 * registers. Rows of {@code a} and rows of {@code b} are found by tables, so one kernel serves
 * matrices of any strides, panels, and the shifted images of a convolution.
 *
 * <p>One object serves one thread.
 */
interface Tiles {
  /** The columns of a tile; a whole tile of {@code b} is read also where fewer are needed. */
  int width();

  /**
   * Multiplies. Element (i, p) of a is at {@code aOffset + aRows[i] + p * aColumn}, element (p, j)
   * of b at {@code bOffset + j / width * panel + bRows[p] + j % width}, element (i, j) of c at
   * {@code cOffset + i * cRow + j}. Sums run over p in ascending order.
   */
  void run(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int[] aRows,
      int aColumn,
      float[] b,
      int bOffset,
      int panel,
      int[] bRows,
      float[] c,
      int cOffset,
      int cRow,
      boolean add);

  static Tiles ofThisMachine() {
    return Vectors.ENABLED ? new VectorTiles() : new ScalarTiles();
  }
}
