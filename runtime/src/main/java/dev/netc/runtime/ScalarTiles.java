package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/** The product without vectors: what {@link VectorTiles} must give, and what runs without them. */
final class ScalarTiles implements Tiles {
  static final int WIDTH = 8;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int lanes() {
    return 4;
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
      float @Nullable [] bias,
      int biasOffset,
      float least) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int from = bOffset + j / width() * panel + j % width();
        int at = aOffset + aRows[i];
        float sum = bias == null ? 0 : bias[biasOffset + j];
        for (int p = 0; p < k; p++) {
          sum += a[at + p * aColumn] * b[from + bRows[p]];
        }
        c[cOffset + i * cRow + j] = Math.max(sum, least);
      }
    }
  }

  @Override
  public void pack(int rows, float[] b, int bOffset, int row, float[] panel, int offset) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(b, bOffset + i * row, panel, offset + i * width(), width());
    }
  }
}
