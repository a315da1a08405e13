package dev.netc.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Convolution of images [n, channels, height, width] and its gradients, as products with shifted
 * images. One object serves one session, one geometry and one of the three operations.
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

    /** The convolution of cotangents that gives the gradient of the images, for strides of 1. */
    Geometry mirrored() {
      return new Geometry(
          outputs,
          outHeight,
          outWidth,
          channels,
          kernelHeight,
          kernelWidth,
          1,
          1,
          (kernelHeight - 1) * dilationY - padTop,
          (kernelWidth - 1) * dilationX - padLeft,
          dilationY,
          dilationX,
          groups,
          height,
          width);
    }

    boolean hasMirror() {
      return strideY == 1
          && strideX == 1
          && (kernelHeight - 1) * dilationY >= padTop
          && (kernelWidth - 1) * dilationX >= padLeft;
    }
  }

  /** Tiles read past the last position, up to the end of a tile. */
  private static final int SLACK = 64;

  /** The results of a band of output rows, before they are copied out, stay in the cache. */
  private static final int BAND = 32_768;

  private final Geometry g;
  private final Team team;
  private final Stretches stretches = Stretches.ofThisMachine();
  private final ShiftedImages images;
  private final Tiles[] tiles;
  private final int bandRows;
  private final int bandRow;
  private final float[][] packed;
  private final float[][] band;
  private final int[] weightRows;
  private final Team.Task forward = this::forwardChunk;

  private float[] x = new float[0];
  private int x0;
  private float[] w = x;
  private int w0;
  private float @Nullable [] bias;
  private int bias0;
  private boolean relu;
  private float[] y = x;
  private int y0;
  private boolean inPlace;

  public Convolution2d(Geometry geometry, Team team) {
    this.g = geometry;
    this.team = team;
    this.images = new ShiftedImages(g);
    this.tiles = new Tiles[team.size()];
    Arrays.setAll(tiles, i -> Tiles.ofThisMachine());
    int outputs = g.outputs() / g.groups();
    this.bandRows = Math.clamp(BAND / (outputs * images.pitch()), 1, g.outHeight());
    int width = tiles[0].width();
    this.bandRow = (bandRows * images.pitch() + width - 1) / width * width;
    this.packed = new float[team.size()][images.length() + SLACK];
    this.band = new float[team.size()][outputs * bandRow];
    this.weightRows = new int[outputs];
    Arrays.setAll(weightRows, o -> o * g.taps());
  }

  /**
   * {@code y = x * w}, with an optional bias for each output channel and ReLU.
   *
   * @param w [outputs, channels / groups, kernel...]
   * @param bias [outputs], or null
   */
  public void forward(
      float[] x,
      int x0,
      float[] w,
      int w0,
      float @Nullable [] bias,
      int bias0,
      boolean relu,
      float[] y,
      int y0,
      int n) {
    this.x = x;
    this.x0 = x0;
    this.w = w;
    this.w0 = w0;
    this.bias = bias;
    this.bias0 = bias0;
    this.relu = relu;
    this.y = y;
    this.y0 = y0;
    this.inPlace = images.isPlain() && x0 + n * g.image() + SLACK <= x.length;
    team.run(forward, n * g.groups());
  }

  private void forwardChunk(int chunk, int worker) {
    int image = chunk / g.groups();
    int group = chunk % g.groups();
    float[] from = x;
    int at = x0 + image * g.image() + group * images.length();
    if (!inPlace) {
      from = packed[worker];
      at = 0;
      images.pack(x, x0 + image * g.image(), group, from, 0);
    }
    int outputs = g.outputs() / g.groups();
    for (int top = 0; top < g.outHeight(); top += bandRows) {
      int rows = Math.min(bandRows, g.outHeight() - top);
      int length = (rows - 1) * images.pitch() + g.outWidth();
      int width = tiles[worker].width();
      int lanes = tiles[worker].lanes();
      tiles[worker].run(
          outputs,
          (length + lanes - 1) / lanes * lanes,
          g.taps(),
          w,
          w0 + group * outputs * g.taps(),
          weightRows,
          1,
          from,
          at + top * images.pitch(),
          width,
          images.taps(),
          band[worker],
          0,
          bandRow,
          null,
          0,
          Float.NEGATIVE_INFINITY);
      copyOut(band[worker], image, group, top, rows);
    }
  }

  private void copyOut(float[] from, int image, int group, int top, int rows) {
    int outputs = g.outputs() / g.groups();
    for (int o = 0; o < outputs; o++) {
      int channel = group * outputs + o;
      float shift = bias == null ? 0 : bias[bias0 + channel];
      int to = y0 + image * g.result() + channel * g.pixels() + top * g.outWidth();
      stretches.copy(
          y, to, g.outWidth(), from, o * bandRow, images.pitch(), rows, g.outWidth(), shift, relu);
    }
  }
}
