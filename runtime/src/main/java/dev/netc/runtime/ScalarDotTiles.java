package dev.netc.runtime;

/** The inner products without vectors. */
final class ScalarDotTiles implements DotTiles {
  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void run(
      int outputs,
      int[] taps,
      int images,
      int length,
      float[] dy,
      int dy0,
      int dyImage,
      float[] x,
      int x0,
      int xImage,
      float[] out,
      int out0,
      boolean add) {
    for (int o = 0; o < outputs; o++) {
      for (int t = 0; t < taps.length; t++) {
        float sum = 0;
        for (int i = 0; i < images; i++) {
          int d = dy0 + i * dyImage + o * length;
          int at = x0 + i * xImage + taps[t];
          for (int f = 0; f < length; f++) {
            sum += dy[d + f] * x[at + f];
          }
        }
        int place = out0 + o * taps.length + t;
        out[place] = add ? out[place] + sum : sum;
      }
    }
  }
}
