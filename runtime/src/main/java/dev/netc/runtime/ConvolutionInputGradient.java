package dev.netc.runtime;

import java.util.Arrays;

/**
 * The gradient of a convolution's images. For strides of 1 it is the convolution of the cotangents
 * with the weights turned by 180 degrees and their channels exchanged; otherwise the product of the
 * transposed weights and the cotangents gives patches, which are added where they came from.
 */
public final class ConvolutionInputGradient {
  private static final int SLACK = 64;

  private final Convolution2d.Geometry g;
  private final Team team;
  private final Stretches stretches = Stretches.ofThisMachine();
  private final Tiles[] tiles;
  private final float[][] patches;
  private final float[][] padded;
  private final int row;
  private final int[] cotangentRows;
  private final int[] weightRows;
  private final float[] turned;
  private final Convolution2d mirrored;
  private final boolean hasMirror;
  private final Team.Task scattering = this::scatterChunk;

  private float[] dy = new float[0];
  private int dy0;
  private float[] w = dy;
  private int w0;
  private float[] dx = dy;
  private int dx0;

  public ConvolutionInputGradient(Convolution2d.Geometry geometry, Team team) {
    this.g = geometry;
    this.team = team;
    this.hasMirror = g.hasMirror();
    this.mirrored = new Convolution2d(hasMirror ? g.mirrored() : g, team);
    this.turned = new float[g.outputs() * g.taps()];
    this.tiles = new Tiles[team.size()];
    Arrays.setAll(tiles, i -> Tiles.ofThisMachine());
    int width = tiles[0].width();
    this.row = (g.pixels() + width - 1) / width * width;
    int outputs = g.outputs() / g.groups();
    this.patches = new float[team.size()][hasMirror ? 0 : g.taps() * row];
    this.padded = new float[team.size()][hasMirror ? 0 : outputs * g.pixels() + SLACK];
    this.cotangentRows = new int[outputs];
    Arrays.setAll(cotangentRows, o -> o * g.pixels());
    this.weightRows = new int[g.taps()];
    Arrays.setAll(weightRows, t -> t);
  }

  /**
   * Overwrites {@code dx}.
   *
   * @param w [outputs, channels / groups, kernel...]
   */
  public void run(float[] dy, int dy0, float[] w, int w0, float[] dx, int dx0, int n) {
    if (hasMirror) {
      turn(w, w0);
      mirrored.forward(dy, dy0, turned, 0, null, 0, false, dx, dx0, n);
      return;
    }
    this.dy = dy;
    this.dy0 = dy0;
    this.w = w;
    this.w0 = w0;
    this.dx = dx;
    this.dx0 = dx0;
    Arrays.fill(dx, dx0, dx0 + n * g.image(), 0);
    team.run(scattering, n);
  }

  /** {@code turned[g, c, o, -ky, -kx] = w[g, o, c, ky, kx]}. */
  private void turn(float[] w, int w0) {
    int outputs = g.outputs() / g.groups();
    int channels = g.channels() / g.groups();
    int kernel = g.kernelHeight() * g.kernelWidth();
    for (int group = 0; group < g.groups(); group++) {
      int start = group * outputs * g.taps();
      for (int o = 0; o < outputs; o++) {
        for (int c = 0; c < channels; c++) {
          int from = w0 + start + (o * channels + c) * kernel;
          int to = start + (c * outputs + o) * kernel + kernel - 1;
          for (int k = 0; k < kernel; k++) {
            turned[to - k] = w[from + k];
          }
        }
      }
    }
  }

  private void scatterChunk(int image, int worker) {
    int outputs = g.outputs() / g.groups();
    for (int group = 0; group < g.groups(); group++) {
      int from = dy0 + image * g.result() + group * outputs * g.pixels();
      System.arraycopy(dy, from, padded[worker], 0, outputs * g.pixels());
      tiles[worker].run(
          g.taps(),
          row,
          outputs,
          w,
          w0 + group * outputs * g.taps(),
          weightRows,
          g.taps(),
          padded[worker],
          0,
          tiles[worker].width(),
          cotangentRows,
          patches[worker],
          0,
          row,
          null,
          0,
          Float.NEGATIVE_INFINITY);
      scatter(patches[worker], dx0 + image * g.image(), group);
    }
  }

  private void scatter(float[] from, int image, int group) {
    int at = 0;
    int channels = g.channels() / g.groups();
    for (int c = 0; c < channels; c++) {
      int plane = image + (group * channels + c) * g.height() * g.width();
      for (int ky = 0; ky < g.kernelHeight(); ky++) {
        for (int kx = 0; kx < g.kernelWidth(); kx++, at += row) {
          scatterTap(from, at, plane, ky, kx * g.dilationX() - g.padLeft());
        }
      }
    }
  }

  private void scatterTap(float[] from, int tap, int plane, int ky, int shift) {
    int stride = g.strideX();
    int low = Math.min(g.outWidth(), shift >= 0 ? 0 : (-shift + stride - 1) / stride);
    int reach = g.width() - 1 - shift;
    int high = reach < 0 ? 0 : Math.min(g.outWidth(), reach / stride + 1);
    for (int oy = 0; oy < g.outHeight(); oy++) {
      int y = oy * g.strideY() + ky * g.dilationY() - g.padTop();
      if (y < 0 || y >= g.height() || high <= low) {
        continue;
      }
      int at = tap + oy * g.outWidth();
      int line = plane + y * g.width() + shift;
      if (stride == 1) {
        stretches.add(dx, line + low, from, at + low, high - low);
      } else {
        for (int ox = low; ox < high; ox++) {
          dx[line + ox * stride] += from[at + ox];
        }
      }
    }
  }
}
