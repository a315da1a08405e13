package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The inner part of a product of packed factors: {@code a} in panels of {@link #rows} rows as
 * {@link PackedRows} makes them, {@code b} in panels as {@link PackedMatrix} makes them.
 *
 * <p>One object serves one thread.
 */
interface PanelTiles {
  /** The rows of a tile. */
  int rows();

  /**
   * Multiplies, {@code c = a b}. Sums run over k in ascending order.
   *
   * @param a0 where the panel of row 0 starts; each takes {@code rows() * k}
   * @param b0 where the panel of column 0 starts; each takes its width times k
   * @param bias where sums start, element j of row i at {@code bias0 + i * biasRow + j}; null for 0
   * @param biasRow 0 if all rows start alike
   * @param least what results are raised to, 0 for ReLU or negative infinity
   */
  void run(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cRow,
      float @Nullable [] bias,
      int bias0,
      int biasRow,
      float least);

  static PanelTiles ofThisMachine() {
    return Vectors.ENABLED ? new VectorPanelTiles() : new ScalarPanelTiles();
  }
}
