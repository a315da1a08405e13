package dev.netc.runtime;

import java.util.Arrays;

/**
 * Pooling of images [n, depth, height, width, channels] with a window of one geometry. Padding
 * takes no part in a maximum and is 0 in a sum. One object serves one session.
 */
public final class ChannelsLastPool {
  /** What happens at one position: {@code taps[worker]} has the offsets of what the window sees. */
  private interface Position {
    void run(int worker, int count, int result);
  }

  /** Elements that a thread reads at a time. */
  private static final int GRAIN = 32_768;

  private final SlidingWindow window;
  private final int channels;
  private final Team team;
  private final ChannelPools pools = ChannelPools.ofThisMachine();
  private final int[][] taps;
  private final Position max = this::maxAt;
  private final Position maxGradient = this::maxGradientAt;
  private final Position sum = this::sumAt;
  private final Position sumGradient = this::sumGradientAt;
  private final Team.Task positionsChunk = this::positionsChunk;
  private final Team.Task imageChunk = this::imageChunk;

  private Position task = max;
  private int positions;
  private int inChunk;
  private float[] x = new float[0];
  private int x0;
  private float[] v = x;
  private int v0;
  private float[] y = x;
  private int y0;

  public ChannelsLastPool(int channels, SlidingWindow window, Team team) {
    this.window = window;
    this.channels = channels;
    this.team = team;
    this.taps = new int[team.size()][window.taps()];
  }

  /** The maximum of each window of {@code x}, or the element of {@code v} at its place. */
  public void max(float[] x, int x0, float[] v, int v0, float[] y, int y0, int n) {
    overPositions(max, x, x0, v, v0, y, y0, n);
  }

  /** Adds each cotangent where its window has its first maximum. */
  public void maxGradient(float[] x, int x0, float[] dy, int dy0, float[] dx, int dx0, int n) {
    overImages(maxGradient, x, x0, dy, dy0, dx, dx0, n);
  }

  /** The sum of each window. */
  public void sum(float[] x, int x0, float[] y, int y0, int n) {
    overPositions(sum, x, x0, x, x0, y, y0, n);
  }

  /** Adds each cotangent to the whole of its window. */
  public void sumGradient(float[] dy, int dy0, float[] dx, int dx0, int n) {
    overImages(sumGradient, dy, dy0, dy, dy0, dx, dx0, n);
  }

  private void overPositions(
      Position work, float[] a, int a0, float[] b, int b0, float[] to, int to0, int n) {
    of(work, a, a0, b, b0, to, to0, n);
    inChunk = Math.max(1, GRAIN / (channels * window.taps()));
    team.run(positionsChunk, (positions + inChunk - 1) / inChunk);
  }

  private void overImages(
      Position work, float[] a, int a0, float[] b, int b0, float[] to, int to0, int n) {
    of(work, a, a0, b, b0, to, to0, n);
    team.run(imageChunk, n);
  }

  private void of(Position work, float[] a, int a0, float[] b, int b0, float[] to, int to0, int n) {
    task = work;
    positions = n * window.positions();
    x = a;
    x0 = a0;
    v = b;
    v0 = b0;
    y = to;
    y0 = to0;
  }

  private void positionsChunk(int chunk, int worker) {
    int to = Math.min(positions, (chunk + 1) * inChunk);
    for (int p = chunk * inChunk; p < to; p++) {
      task.run(worker, taps(p, worker), p * channels);
    }
  }

  private void imageChunk(int image, int worker) {
    int size = window.pixels() * channels;
    Arrays.fill(y, y0 + image * size, y0 + (image + 1) * size, 0);
    for (int p = image * window.positions(); p < (image + 1) * window.positions(); p++) {
      task.run(worker, taps(p, worker), p * channels);
    }
  }

  /** Lists the pixels that the window sees at a position; how many there are. */
  private int taps(int position, int worker) {
    int outX = position % window.result(2);
    int row = position / window.result(2);
    int outY = row % window.result(1);
    int outZ = row / window.result(1) % window.result(0);
    int image = position / window.positions();
    int count = 0;
    for (int kz = 0; kz < window.kernel(0); kz++) {
      for (int ky = 0; ky < window.kernel(1); ky++) {
        int line = window.line(image, window.source(0, outZ, kz), window.source(1, outY, ky));
        for (int kx = 0; kx < window.kernel(2) && line >= 0; kx++) {
          int column = window.source(2, outX, kx);
          if (column >= 0 && column < window.image(2)) {
            taps[worker][count++] = (line + column) * channels;
          }
        }
      }
    }
    return count;
  }

  private void maxAt(int worker, int count, int result) {
    pools.max(channels, x, x0, taps[worker], count, v, v0, y, y0 + result);
  }

  private void maxGradientAt(int worker, int count, int result) {
    pools.maxGradient(channels, x, x0, taps[worker], count, v, v0 + result, y, y0);
  }

  private void sumAt(int worker, int count, int result) {
    pools.sum(channels, x, x0, taps[worker], count, y, y0 + result);
  }

  private void sumGradientAt(int worker, int count, int result) {
    pools.sumGradient(channels, x, x0 + result, taps[worker], count, y, y0);
  }
}
