package dev.netc.runtime;

import java.util.Arrays;

/**
 * Convolution of each channel by itself, of images [n, depth, height, width, channels], and its two
 * gradients, line by line of the result. Weights are [taps, channels].
 */
final class DepthwiseConvolution implements ConvolutionKernel {
  private static final int PARTS = 8;

  private final SlidingWindow window;
  private final int channels;
  private final Team team;
  private final ChannelLines lines = ChannelLines.ofThisMachine();
  private final Team.Task forward = this::forwardChunk;
  private final Team.Task inputGradient = this::inputGradientChunk;
  private final Team.Task weightGradient = this::weightGradientChunk;
  private final int[][] sources;
  private final int[][] weights;

  private float[] x = new float[0];
  private int x0;
  private float[] w = x;
  private float[] y = x;
  private int y0;
  private float[] parts = x;
  private Epilogue epilogue = new Epilogue();
  private int linesInChunk;
  private int allLines;

  DepthwiseConvolution(SlidingWindow window, int channels, Team team) {
    this.window = window;
    this.channels = channels;
    this.team = team;
    int lines = window.kernel(0) * window.kernel(1);
    this.sources = new int[team.size()][lines];
    this.weights = new int[team.size()][lines];
  }

  @Override
  public void forward(float[] x, int x0, float[] w, Epilogue epilogue, float[] y, int y0, int n) {
    of(x, x0, w, y, y0, n);
    this.epilogue = epilogue;
    linesInChunk = Math.max(1, 16_384 / (window.result(2) * channels));
    team.run(forward, (allLines + linesInChunk - 1) / linesInChunk);
  }

  private void of(float[] x, int x0, float[] w, float[] y, int y0, int n) {
    this.x = x;
    this.x0 = x0;
    this.w = w;
    this.y = y;
    this.y0 = y0;
    this.allLines = n * window.result(0) * window.result(1);
  }

  private void forwardChunk(int chunk, int worker) {
    int to = Math.min(allLines, (chunk + 1) * linesInChunk);
    int length = window.result(2) * channels;
    for (int line = chunk * linesInChunk; line < to; line++) {
      int count = taps(line, worker);
      int at = line * length;
      lines.forward(
          window, channels, x, x0, sources[worker], w, weights[worker], count, y, y0 + at);
      for (int i = 0; i < window.result(2); i++) {
        epilogue.finish(y, y0, at + i * channels, 0, channels);
      }
    }
  }

  /**
   * For a line of the result the lines of the image that its taps see, and the weights of those.
   *
   * @return how many there are
   */
  private int taps(int line, int worker) {
    int outY = line % window.result(1);
    int outZ = line / window.result(1) % window.result(0);
    int image = line / window.result(1) / window.result(0);
    int count = 0;
    for (int kz = 0; kz < window.kernel(0); kz++) {
      for (int ky = 0; ky < window.kernel(1); ky++) {
        int pixel = window.line(image, window.source(0, outZ, kz), window.source(1, outY, ky));
        if (pixel >= 0) {
          sources[worker][count] = pixel * channels;
          weights[worker][count] = (kz * window.kernel(1) + ky) * window.kernel(2) * channels;
          count++;
        }
      }
    }
    return count;
  }

  /** Overwrites {@code dx}. */
  void inputGradient(float[] dy, int dy0, float[] w, float[] dx, int dx0, int n) {
    of(dx, dx0, w, dy, dy0, n);
    team.run(inputGradient, n);
  }

  private void inputGradientChunk(int image, int worker) {
    int size = window.pixels() * channels;
    Arrays.fill(x, x0 + image * size, x0 + (image + 1) * size, 0);
    int ofImage = window.result(0) * window.result(1);
    for (int line = image * ofImage; line < (image + 1) * ofImage; line++) {
      int count = taps(line, worker);
      int at = y0 + line * window.result(2) * channels;
      lines.inputGradient(
          window, channels, y, at, w, weights[worker], count, x, x0, sources[worker]);
    }
  }

  /** Overwrites {@code dw}, [channels, taps], with the gradient summed over the images. */
  void weightGradient(float[] x, int x0, float[] dy, int dy0, float[] dw, int dw0, int n) {
    of(x, x0, w, dy, dy0, n);
    int size = window.taps() * channels;
    linesInChunk = (allLines + PARTS - 1) / PARTS;
    int count = (allLines + linesInChunk - 1) / linesInChunk;
    if (parts.length < PARTS * size) {
      parts = new float[PARTS * size];
    }
    team.run(weightGradient, count);
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < window.taps(); t++) {
        float sum = 0;
        for (int part = 0; part < count; part++) {
          sum += parts[part * size + t * channels + c];
        }
        dw[dw0 + c * window.taps() + t] = sum;
      }
    }
  }

  private void weightGradientChunk(int part, int worker) {
    int size = window.taps() * channels;
    Arrays.fill(parts, part * size, (part + 1) * size, 0);
    int to = Math.min(allLines, (part + 1) * linesInChunk);
    for (int line = part * linesInChunk; line < to; line++) {
      int count = taps(line, worker);
      int at = y0 + line * window.result(2) * channels;
      lines.weightGradient(
          window,
          channels,
          x,
          x0,
          sources[worker],
          y,
          at,
          parts,
          part * size,
          weights[worker],
          count);
    }
  }
}
