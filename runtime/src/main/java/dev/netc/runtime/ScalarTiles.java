package dev.netc.runtime;

/** The product without vectors: what {@link VectorTiles} must give, and what runs without them. */
final class ScalarTiles implements Tiles {
  @Override
  public int width() {
    return 8;
  }

  @Override
  public void run(
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
      boolean add) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int from = bOffset + j / width() * panel + j % width();
        int at = aOffset + aRows[i];
        float sum = add ? c[cOffset + i * cRow + j] : 0;
        for (int p = 0; p < k; p++) {
          sum += a[at + p * aColumn] * b[from + bRows[p]];
        }
        c[cOffset + i * cRow + j] = sum;
      }
    }
  }
}
