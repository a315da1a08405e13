package dev.netc.runtime;

/** The product without vectors: what {@link VectorMatMul} is tested against, and the fallback. */
final class ScalarMatMul implements MatMul.Kernel {
  private static final int WIDTH = 8;

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
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
      int panel,
      int bRow,
      float[] c,
      int cOffset,
      int cRow,
      boolean add) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int column = bOffset + j / WIDTH * panel + j % WIDTH;
        float sum = add ? c[cOffset + i * cRow + j] : 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[aOffset + i * aRow + p * aColumn], b[column + p * bRow], sum);
        }
        c[cOffset + i * cRow + j] = sum;
      }
    }
  }
}
