package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/** The direct tiles without vectors. */
final class ScalarDirectTiles implements DirectTiles {
  @Override
  public void load(float[] x, int from, int step, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(
          x, from + i * step, to, at + i * BlockedLines.CHANNELS, BlockedLines.CHANNELS);
    }
  }

  @Override
  public void line(
      float[] x,
      int base,
      int[] starts,
      int[] lengths,
      float[] w,
      int w0,
      int pixels,
      int outputs,
      float[] y,
      int y0,
      int step,
      float @Nullable [] bias,
      int bias0,
      float least) {
    for (int p = 0; p < pixels; p++) {
      for (int o = 0; o < outputs; o++) {
        float sum = bias == null ? 0 : bias[bias0 + o];
        int at = w0 + o;
        for (int run = 0; run < starts.length; run++) {
          int from = base + starts[run] + p * BlockedLines.CHANNELS;
          for (int k = 0; k < lengths[run]; k++) {
            sum = Math.fma(x[from + k], w[at], sum);
            at += ScalarTiles.WIDTH;
          }
        }
        y[y0 + p * step + o] = Math.max(sum, least);
      }
    }
  }
}
