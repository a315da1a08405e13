package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

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

  /** The columns of half a tile; products of a multiple of them store nothing else. */
  int lanes();

  /**
   * Multiplies. Element (i, p) of a is at {@code aOffset + aRows[i] + p * aColumn}, element (p, j)
   * of b at {@code bOffset + j / width * panel + bRows[p] + j % width}, element (i, j) of c at
   * {@code cOffset + i * cRow + j}. Sums run over p in ascending order.
   *
   * @param bias where sums start, element j at {@code biasOffset + j}; null for 0
   * @param least what results are raised to, 0 for ReLU or negative infinity
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
      float @Nullable [] bias,
      int biasOffset,
      float least);

  /**
   * Copies rows of {@code b}, a tile's width each, to one another's end in {@code panel}.
   *
   * @param row the distance of rows in b
   */
  void pack(int rows, float[] b, int bOffset, int row, float[] panel, int offset);

  static Tiles ofThisMachine() {
    return Vectors.ENABLED ? new VectorTiles() : new ScalarTiles();
  }
}
