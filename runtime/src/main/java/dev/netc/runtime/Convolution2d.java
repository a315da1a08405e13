package dev.netc.runtime;

import java.util.Arrays;

/**
 * Convolution of images [n, channels, height, width] and its gradients, as products with the
 * patches of one image at a time (im2col, Chellapilla et al. 2006). One object serves one thread
 * and one geometry.
 */
public final class Convolution2d {
  /**
   * The shapes of one layer, all in elements.
   *
   * @param groups divides {@code channels} and {@code outputs}
   */
  public record Geometry(
      int channels,
      int height,
      int width,
      int outputs,
      int kernelHeight,
      int kernelWidth,
      int strideY,
      int strideX,
      int padTop,
      int padLeft,
      int dilationY,
      int dilationX,
      int groups,
      int outHeight,
      int outWidth) {
    int taps() {
      return channels / groups * kernelHeight * kernelWidth;
    }

    int pixels() {
      return outHeight * outWidth;
    }

    int image() {
      return channels * height * width;
    }

    int result() {
      return outputs * pixels();
    }
  }

  /** A product may read past the last patch, up to the end of a vector tile. */
  private static final int SLACK = 64;

  private final Geometry g;
  private final MatMul matmul = new MatMul();
  private final float[] patches;
  private final Addition addition = Addition.ofThisMachine();

  public Convolution2d(Geometry geometry) {
    this.g = geometry;
    this.patches = new float[geometry.taps() * geometry.pixels() + SLACK];
  }

  /**
   * {@code y = x * w}.
   *
   * @param w [outputs, channels / groups, kernel...]
   */
  public void forward(float[] x, int x0, float[] w, int w0, float[] y, int y0, int n) {
    int outputs = g.outputs() / g.groups();
    for (int i = 0; i < n; i++) {
      for (int group = 0; group < g.groups(); group++) {
        gather(x, x0 + i * g.image(), group);
        matmul.run(
            outputs,
            g.pixels(),
            g.taps(),
            w,
            w0 + group * outputs * g.taps(),
            g.taps(),
            1,
            patches,
            0,
            g.pixels(),
            1,
            y,
            y0 + i * g.result() + group * outputs * g.pixels(),
            g.pixels(),
            false);
      }
    }
  }

  /** The gradient of the images, from that of the result. */
  public void inputGradient(float[] dy, int dy0, float[] w, int w0, float[] dx, int dx0, int n) {
    int outputs = g.outputs() / g.groups();
    Arrays.fill(dx, dx0, dx0 + n * g.image(), 0);
    for (int i = 0; i < n; i++) {
      for (int group = 0; group < g.groups(); group++) {
        matmul.run(
            g.taps(),
            g.pixels(),
            outputs,
            w,
            w0 + group * outputs * g.taps(),
            1,
            g.taps(),
            dy,
            dy0 + i * g.result() + group * outputs * g.pixels(),
            g.pixels(),
            1,
            patches,
            0,
            g.pixels(),
            false);
        scatter(dx, dx0 + i * g.image(), group);
      }
    }
  }

  /** The gradient of the weights, summed over the images in order. */
  public void weightGradient(float[] x, int x0, float[] dy, int dy0, float[] dw, int dw0, int n) {
    int outputs = g.outputs() / g.groups();
    for (int i = 0; i < n; i++) {
      for (int group = 0; group < g.groups(); group++) {
        gather(x, x0 + i * g.image(), group);
        matmul.run(
            outputs,
            g.taps(),
            g.pixels(),
            dy,
            dy0 + i * g.result() + group * outputs * g.pixels(),
            g.pixels(),
            1,
            patches,
            0,
            1,
            g.pixels(),
            dw,
            dw0 + group * outputs * g.taps(),
            g.taps(),
            i > 0);
      }
    }
  }

  /** Fills {@link #patches}, taps by pixels, from one image. */
  private void gather(float[] x, int image, int group) {
    int row = 0;
    for (int c = 0; c < g.channels() / g.groups(); c++) {
      int plane = image + (group * (g.channels() / g.groups()) + c) * g.height() * g.width();
      for (int ky = 0; ky < g.kernelHeight(); ky++) {
        for (int kx = 0; kx < g.kernelWidth(); kx++, row += g.pixels()) {
          gatherTap(x, plane, ky, kx * g.dilationX() - g.padLeft(), row);
        }
      }
    }
  }

  private void gatherTap(float[] x, int plane, int ky, int shift, int row) {
    int low = first(shift);
    int high = Math.max(low, last(shift));
    int width = g.outWidth();
    for (int oy = 0, to = row; oy < g.outHeight(); oy++, to += width) {
      int y = oy * g.strideY() + ky * g.dilationY() - g.padTop();
      if (y < 0 || y >= g.height()) {
        Arrays.fill(patches, to, to + width, 0);
        continue;
      }
      int line = plane + y * g.width() + shift;
      for (int ox = 0; ox < low; ox++) {
        patches[to + ox] = 0;
      }
      if (g.strideX() == 1) {
        System.arraycopy(x, line + low, patches, to + low, high - low);
      } else {
        for (int ox = low; ox < high; ox++) {
          patches[to + ox] = x[line + ox * g.strideX()];
        }
      }
      for (int ox = high; ox < width; ox++) {
        patches[to + ox] = 0;
      }
    }
  }

  /** The first output column that a tap shifted by {@code shift} sees inside the image. */
  private int first(int shift) {
    return Math.min(g.outWidth(), shift >= 0 ? 0 : (-shift + g.strideX() - 1) / g.strideX());
  }

  /** The column after the last one that sees inside. */
  private int last(int shift) {
    int reach = g.width() - 1 - shift;
    return reach < 0 ? 0 : Math.min(g.outWidth(), reach / g.strideX() + 1);
  }

  /** Adds {@link #patches} to one image, the transpose of {@link #gather}. */
  private void scatter(float[] dx, int image, int group) {
    int row = 0;
    for (int c = 0; c < g.channels() / g.groups(); c++) {
      int plane = image + (group * (g.channels() / g.groups()) + c) * g.height() * g.width();
      for (int ky = 0; ky < g.kernelHeight(); ky++) {
        for (int kx = 0; kx < g.kernelWidth(); kx++, row += g.pixels()) {
          scatterTap(dx, plane, ky, kx * g.dilationX() - g.padLeft(), row);
        }
      }
    }
  }

  private void scatterTap(float[] dx, int plane, int ky, int shift, int row) {
    int low = first(shift);
    int high = last(shift);
    for (int oy = 0; oy < g.outHeight(); oy++) {
      int y = oy * g.strideY() + ky * g.dilationY() - g.padTop();
      if (y < 0 || y >= g.height() || high <= low) {
        continue;
      }
      int from = row + oy * g.outWidth();
      int line = plane + y * g.width() + shift;
      if (g.strideX() == 1) {
        addition.add(dx, line + low, patches, from + low, high - low);
      } else {
        for (int ox = low; ox < high; ox++) {
          dx[line + ox * g.strideX()] += patches[from + ox];
        }
      }
    }
  }
}
