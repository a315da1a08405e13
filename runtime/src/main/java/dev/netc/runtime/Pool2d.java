package dev.netc.runtime;

import java.util.Arrays;

/** Pooling of image planes, [planes, height, width], with a window of one geometry. */
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
      int outWidth) {}

  private final Geometry g;
  private final boolean isPlainQuarter;

  public Pool2d(Geometry geometry) {
    this.g = geometry;
    this.isPlainQuarter =
        g.kernelHeight() == 2
            && g.kernelWidth() == 2
            && g.strideY() == 2
            && g.strideX() == 2
            && g.padTop() == 0
            && g.padLeft() == 0
            && g.dilationY() == 1
            && g.dilationX() == 1
            && 2 * g.outHeight() <= g.height()
            && 2 * g.outWidth() <= g.width();
  }

  /** The maximum of each window of {@code x}, or the element of {@code v} at its place. */
  public void max(float[] x, int x0, float[] v, int v0, float[] y, int y0, int planes) {
    for (int p = 0, o = y0; p < planes; p++) {
      for (int oy = 0; oy < g.outHeight(); oy++) {
        for (int ox = 0; ox < g.outWidth(); ox++, o++) {
          y[o] = v[v0 - x0 + largest(x, x0 + p * g.height() * g.width(), oy, ox)];
        }
      }
    }
  }

  /** Adds each cotangent where its window has its first maximum. */
  public void maxGradient(float[] x, int x0, float[] dy, int dy0, float[] dx, int dx0, int planes) {
    Arrays.fill(dx, dx0, dx0 + planes * g.height() * g.width(), 0);
    for (int p = 0, o = dy0; p < planes; p++) {
      for (int oy = 0; oy < g.outHeight(); oy++) {
        for (int ox = 0; ox < g.outWidth(); ox++, o++) {
          dx[dx0 - x0 + largest(x, x0 + p * g.height() * g.width(), oy, ox)] += dy[o];
        }
      }
    }
  }

  private int largest(float[] x, int plane, int oy, int ox) {
    return isPlainQuarter
        ? largestOfFour(x, plane + 2 * oy * g.width() + 2 * ox)
        : largestOfWindow(x, plane, oy, ox);
  }

  /** The usual window: two by two, side by side, without padding. */
  private int largestOfFour(float[] x, int corner) {
    int below = corner + g.width();
    int best = x[corner + 1] > x[corner] ? corner + 1 : corner;
    best = x[below] > x[best] ? below : best;
    return x[below + 1] > x[best] ? below + 1 : best;
  }

  private int largestOfWindow(float[] x, int plane, int oy, int ox) {
    int best = -1;
    for (int ky = 0; ky < g.kernelHeight(); ky++) {
      int y = oy * g.strideY() + ky * g.dilationY() - g.padTop();
      if (y < 0 || y >= g.height()) {
        continue;
      }
      for (int kx = 0; kx < g.kernelWidth(); kx++) {
        int at = ox * g.strideX() + kx * g.dilationX() - g.padLeft();
        if (at >= 0 && at < g.width()) {
          int i = plane + y * g.width() + at;
          if (best < 0 || x[i] > x[best]) {
            best = i;
          }
        }
      }
    }
    return best;
  }

  /** The sum of each window. */
  public void sum(float[] x, int x0, float[] y, int y0, int planes) {
    for (int p = 0, o = y0; p < planes; p++) {
      for (int oy = 0; oy < g.outHeight(); oy++) {
        for (int ox = 0; ox < g.outWidth(); ox++, o++) {
          float sum = 0;
          for (int t = 0; t < g.kernelHeight() * g.kernelWidth(); t++) {
            int i = tap(oy, ox, t);
            sum += i < 0 ? 0 : x[x0 + p * g.height() * g.width() + i];
          }
          y[o] = sum;
        }
      }
    }
  }

  /** Adds each cotangent to the whole of its window. */
  public void sumGradient(float[] dy, int dy0, float[] dx, int dx0, int planes) {
    Arrays.fill(dx, dx0, dx0 + planes * g.height() * g.width(), 0);
    for (int p = 0, o = dy0; p < planes; p++) {
      for (int oy = 0; oy < g.outHeight(); oy++) {
        for (int ox = 0; ox < g.outWidth(); ox++, o++) {
          for (int t = 0; t < g.kernelHeight() * g.kernelWidth(); t++) {
            int i = tap(oy, ox, t);
            if (i >= 0) {
              dx[dx0 + p * g.height() * g.width() + i] += dy[o];
            }
          }
        }
      }
    }
  }

  /** The offset in the plane that a tap sees, or -1 in the padding. */
  private int tap(int oy, int ox, int t) {
    int y = oy * g.strideY() + t / g.kernelWidth() * g.dilationY() - g.padTop();
    int x = ox * g.strideX() + t % g.kernelWidth() * g.dilationX() - g.padLeft();
    return y < 0 || y >= g.height() || x < 0 || x >= g.width() ? -1 : y * g.width() + x;
  }
}
