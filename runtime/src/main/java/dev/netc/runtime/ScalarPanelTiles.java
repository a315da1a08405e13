package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/** The product of packed factors without vectors: what {@link VectorPanelTiles} must give. */
final class ScalarPanelTiles implements PanelTiles {
  @Override
  public int rows() {
    return 4;
  }

  @Override
  public void run(
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
      float least) {
    int width = ScalarTiles.WIDTH;
    for (int i = 0; i < m; i++) {
      int left = a0 + i / rows() * rows() * k + i % rows();
      for (int j = 0; j < n; j++) {
        int right = b0 + j / width * width * k + j % width;
        float sum = bias == null ? 0 : bias[bias0 + i * biasRow + j];
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[left + p * rows()], b[right + p * width], sum);
        }
        c[c0 + i * cRow + j] = Math.max(sum, least);
      }
    }
  }
}
