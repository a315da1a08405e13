package dev.netc.runtime;

import java.util.Arrays;

/**
 * The gradient of a convolution's weights: inner products of the cotangents' planes with the
 * shifted images. The batch is divided into at most eight parts of consecutive images, whose sums
 * are added in order.
 */
public final class ConvolutionWeightGradient {
  private static final int SLACK = 64;
  private static final int PARTS = 8;

  /** Cotangents of a tile that stay in the first-level cache while taps run past them. */
  private static final int CACHED = 8_192;

  private static final int MOST_IMAGES = 16;

  private final Convolution2d.Geometry g;
  private final Team team;
  private final Stretches stretches = Stretches.ofThisMachine();
  private final ShiftedImages images;
  private final DotTiles[] tiles;
  private final int length;
  private final int together;
  private final float[][] packed;
  private final float[][] cotangents;
  private final Team.Task partial = this::partialChunk;
  private float[] parts = new float[0];

  private float[] x = parts;
  private int x0;
  private float[] dy = parts;
  private int dy0;
  private int n;
  private int imagesInPart;

  public ConvolutionWeightGradient(Convolution2d.Geometry geometry, Team team) {
    this.g = geometry;
    this.team = team;
    this.images = new ShiftedImages(g);
    this.tiles = new DotTiles[team.size()];
    Arrays.setAll(tiles, i -> DotTiles.ofThisMachine());
    int lanes = tiles[0].lanes();
    int positions = (g.outHeight() - 1) * images.pitch() + g.outWidth();
    this.length = (positions + lanes - 1) / lanes * lanes;
    this.together = Math.clamp(CACHED / (4 * length), 1, MOST_IMAGES);
    this.packed = new float[team.size()][together * images.length() + SLACK];
    this.cotangents = new float[team.size()][together * g.outputs() / g.groups() * length];
  }

  /**
   * Overwrites {@code dw}, [outputs, channels / groups, kernel...], with the gradient summed over
   * the images.
   */
  public void run(float[] x, int x0, float[] dy, int dy0, float[] dw, int dw0, int n) {
    this.x = x;
    this.x0 = x0;
    this.dy = dy;
    this.dy0 = dy0;
    this.n = n;
    int size = g.outputs() * g.taps();
    imagesInPart = Math.max(1, (n + PARTS - 1) / PARTS);
    int count = (n + imagesInPart - 1) / imagesInPart;
    if (parts.length < count * size) {
      parts = new float[count * size];
    }
    team.run(partial, count);
    System.arraycopy(parts, 0, dw, dw0, size);
    for (int part = 1; part < count; part++) {
      stretches.add(dw, dw0, parts, part * size, size);
    }
  }

  private void partialChunk(int part, int worker) {
    int from = part * imagesInPart;
    int to = Math.min(n, from + imagesInPart);
    int outputs = g.outputs() / g.groups();
    for (int group = 0; group < g.groups(); group++) {
      for (int i = from; i < to; i += together) {
        int count = Math.min(together, to - i);
        for (int j = 0; j < count; j++) {
          int image = x0 + (i + j) * g.image();
          images.pack(x, image, group, packed[worker], j * images.length());
          spread(i + j, group, cotangents[worker], j * outputs * length);
        }
        tiles[worker].run(
            outputs,
            images.taps(),
            count,
            length,
            cotangents[worker],
            0,
            outputs * length,
            packed[worker],
            0,
            images.length(),
            parts,
            part * g.outputs() * g.taps() + group * outputs * g.taps(),
            i > from);
      }
    }
  }

  /** Copies cotangents to their flat positions; the positions between rows stay 0. */
  private void spread(int image, int group, float[] to, int at) {
    int outputs = g.outputs() / g.groups();
    for (int o = 0; o < outputs; o++) {
      int from = dy0 + image * g.result() + (group * outputs + o) * g.pixels();
      int first = at + o * length;
      int rows = g.outHeight();
      stretches.copy(
          to, first, images.pitch(), dy, from, g.outWidth(), rows, g.outWidth(), 0, false);
    }
  }
}
