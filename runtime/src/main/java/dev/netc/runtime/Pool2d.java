package dev.netc.runtime;

import java.util.Arrays;

/**
 * Pooling of image planes, [planes, height, width], with a window of one geometry. One object
 * serves one session.
 */
public final class Pool2d {
  /** The shapes of one layer; padding takes no part in a maximum and is 0 in a sum. */
  public record Geometry(
      int height,
      int width,
      int kernelHeight,
      int kernelWidth,
      int strideY,
      int strideX,
      int padTop,
      int padLeft,
      int dilationY,
      int dilationX,
      int outHeight,
      int outWidth) {

    int plane() {
      return height * width;
    }

    int result() {
      return outHeight * outWidth;
    }

    boolean isPlainQuarter() {
      return kernelHeight == 2
          && kernelWidth == 2
          && strideY == 2
          && strideX == 2
          && padTop == 0
          && padLeft == 0
          && dilationY == 1
          && dilationX == 1
          && 2 * outHeight <= height
          && 2 * outWidth <= width;
    }
  }

  /** What happens to one plane. */
  private interface PlaneTask {
    void run(int plane);
  }

  private static final int CHUNK = 16_384;

  private final Geometry g;
  private final Team team;
  private final boolean isPlainQuarter;
  private final Quarters quarters = Quarters.ofThisMachine();
  private final int planesInChunk;
  private final PlaneTask max = this::maxPlane;
  private final PlaneTask maxGradient = this::maxGradientPlane;
  private final PlaneTask sum = this::sumPlane;
  private final PlaneTask sumGradient = this::sumGradientPlane;
  private final Team.Task chunk = this::runChunk;

  /** Whether a maximum is taken of what is compared. */
  private boolean ofItself;

  private PlaneTask task = max;
  private int planes;
  private float[] x = new float[0];
  private int x0;
  private float[] v = x;
  private int v0;
  private float[] y = x;
  private int y0;

  public Pool2d(Geometry geometry, Team team) {
    this.g = geometry;
    this.team = team;
    this.isPlainQuarter = g.isPlainQuarter();
    this.planesInChunk = Math.max(1, CHUNK / Math.max(1, g.plane()));
  }

  /** The maximum of each window of {@code x}, or the element of {@code v} at its place. */
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  public void max(float[] x, int x0, float[] v, int v0, float[] y, int y0, int planes) {
    ofItself = x == v && x0 == v0;
    run(max, x, x0, v, v0, y, y0, planes);
  }

  /** Adds each cotangent where its window has its first maximum. */
  public void maxGradient(float[] x, int x0, float[] dy, int dy0, float[] dx, int dx0, int planes) {
    run(maxGradient, x, x0, dy, dy0, dx, dx0, planes);
  }

  /** The sum of each window. */
  public void sum(float[] x, int x0, float[] y, int y0, int planes) {
    run(sum, x, x0, x, x0, y, y0, planes);
  }

  /** Adds each cotangent to the whole of its window. */
  public void sumGradient(float[] dy, int dy0, float[] dx, int dx0, int planes) {
    run(sumGradient, dy, dy0, dy, dy0, dx, dx0, planes);
  }

  private void run(
      PlaneTask work, float[] a, int a0, float[] b, int b0, float[] to, int to0, int count) {
    task = work;
    planes = count;
    x = a;
    x0 = a0;
    v = b;
    v0 = b0;
    y = to;
    y0 = to0;
    team.run(chunk, (count + planesInChunk - 1) / planesInChunk);
  }

  private void runChunk(int part, int worker) {
    int to = Math.min(planes, (part + 1) * planesInChunk);
    for (int plane = part * planesInChunk; plane < to; plane++) {
      task.run(plane);
    }
  }

  private void maxPlane(int p) {
    int plane = x0 + p * g.plane();
    int o = y0 + p * g.result();
    boolean quarters = isPlainQuarter && ofItself;
    for (int oy = 0; oy < g.outHeight(); oy++, o += g.outWidth()) {
      if (quarters) {
        int top = plane + 2 * oy * g.width();
        this.quarters.max(x, top, top + g.width(), y, o, g.outWidth());
        continue;
      }
      for (int ox = 0; ox < g.outWidth(); ox++) {
        y[o + ox] = v[v0 - x0 + largest(plane, oy, ox)];
      }
    }
  }

  private void maxGradientPlane(int p) {
    int plane = x0 + p * g.plane();
    int d = y0 + p * g.plane();
    int o = v0 + p * g.result();
    boolean covered = 2 * g.outHeight() == g.height() && 2 * g.outWidth() == g.width();
    if (!isPlainQuarter || !covered) {
      Arrays.fill(y, d, d + g.plane(), 0);
    }
    for (int oy = 0; oy < g.outHeight(); oy++, o += g.outWidth()) {
      if (isPlainQuarter) {
        int row = 2 * oy * g.width();
        int top = plane + row;
        int n = g.outWidth();
        quarters.gradient(x, top, top + g.width(), v, o, y, d + row, g.width(), n);
        continue;
      }
      for (int ox = 0; ox < g.outWidth(); ox++) {
        y[d - plane + largest(plane, oy, ox)] += v[o + ox];
      }
    }
  }

  private int largest(int plane, int oy, int ox) {
    int best = -1;
    for (int t = 0; t < g.kernelHeight() * g.kernelWidth(); t++) {
      int tap = tap(oy, ox, t);
      if (tap >= 0 && (best < 0 || x[plane + tap] > x[best])) {
        best = plane + tap;
      }
    }
    return best;
  }

  private void sumPlane(int p) {
    int o = y0 + p * g.result();
    for (int oy = 0; oy < g.outHeight(); oy++) {
      for (int ox = 0; ox < g.outWidth(); ox++, o++) {
        float total = 0;
        for (int t = 0; t < g.kernelHeight() * g.kernelWidth(); t++) {
          int tap = tap(oy, ox, t);
          total += tap < 0 ? 0 : x[x0 + p * g.plane() + tap];
        }
        y[o] = total;
      }
    }
  }

  private void sumGradientPlane(int p) {
    int d = y0 + p * g.plane();
    int o = x0 + p * g.result();
    Arrays.fill(y, d, d + g.plane(), 0);
    for (int oy = 0; oy < g.outHeight(); oy++) {
      for (int ox = 0; ox < g.outWidth(); ox++, o++) {
        for (int t = 0; t < g.kernelHeight() * g.kernelWidth(); t++) {
          int tap = tap(oy, ox, t);
          if (tap >= 0) {
            y[d + tap] += x[o];
          }
        }
      }
    }
  }

  /** The offset in the plane that a tap sees, or -1 in the padding. */
  private int tap(int oy, int ox, int t) {
    int row = oy * g.strideY() + t / g.kernelWidth() * g.dilationY() - g.padTop();
    int column = ox * g.strideX() + t % g.kernelWidth() * g.dilationX() - g.padLeft();
    boolean outside = row < 0 || row >= g.height() || column < 0 || column >= g.width();
    return outside ? -1 : row * g.width() + column;
  }
}
