package dev.netc.runtime;

/** The lines without vectors. */
final class ScalarChannelLines implements ChannelLines {
  /** What happens at one tap of one pixel and channel. */
  private interface Tap {
    void at(int x, int w, int y);
  }

  private static void forEach(
      SlidingWindow window, int channels, int[] sources, int[] weights, int count, Tap tap) {
    for (int i = 0; i < window.result(2); i++) {
      for (int line = 0; line < count; line++) {
        for (int k = 0; k < window.kernel(2); k++) {
          int pixel = window.source(2, i, k);
          for (int c = 0; c < channels && pixel >= 0 && pixel < window.image(2); c++) {
            int at = sources[line] + pixel * channels + c;
            tap.at(at, weights[line] + k * channels + c, i * channels + c);
          }
        }
      }
    }
  }

  @Override
  public void forward(
      SlidingWindow window,
      int channels,
      float[] x,
      int x0,
      int[] sources,
      float[] w,
      int[] weights,
      int count,
      float[] y,
      int y0) {
    java.util.Arrays.fill(y, y0, y0 + window.result(2) * channels, 0);
    forEach(
        window,
        channels,
        sources,
        weights,
        count,
        (from, k, to) -> y[y0 + to] = Math.fma(x[x0 + from], w[k], y[y0 + to]));
  }

  @Override
  public void inputGradient(
      SlidingWindow window,
      int channels,
      float[] dy,
      int dy0,
      float[] w,
      int[] weights,
      int count,
      float[] dx,
      int dx0,
      int[] sources) {
    forEach(
        window,
        channels,
        sources,
        weights,
        count,
        (to, k, from) -> dx[dx0 + to] = Math.fma(dy[dy0 + from], w[k], dx[dx0 + to]));
  }

  @Override
  public void weightGradient(
      SlidingWindow window,
      int channels,
      float[] x,
      int x0,
      int[] sources,
      float[] dy,
      int dy0,
      float[] dw,
      int dw0,
      int[] weights,
      int count) {
    forEach(
        window,
        channels,
        sources,
        weights,
        count,
        (from, k, at) -> dw[dw0 + k] = Math.fma(x[x0 + from], dy[dy0 + at], dw[dw0 + k]));
  }
}
