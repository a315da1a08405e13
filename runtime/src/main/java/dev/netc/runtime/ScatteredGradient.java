package dev.netc.runtime;

import java.util.Arrays;

/**
 * The gradient of a convolution's images where strides are above 1: the cotangents times the
 * weights of each tap are added where the tap was.
 */
final class ScatteredGradient implements ImageGradient {
  private static final int BLOCK = 64;

  private final SlidingWindow window;
  private final PackedKernels.Layout kernels;
  private final int channels;
  private final Team team;
  private final Workspace workspace;
  private final Stretches stretches = Stretches.ofThisMachine();
  private final PanelTiles[] tiles;
  private final WindowRows[] rows;
  private final Team.Task packing = this::packChunk;
  private final Team.Task scattering = this::scatterChunk;

  private float[] dy = new float[0];
  private int dy0;
  private float[] w = dy;
  private int w0;
  private float[] packed = dy;
  private float[] dx = dy;
  private int dx0;

  ScatteredGradient(
      int channels,
      SlidingWindow window,
      PackedKernels.Layout kernels,
      Team team,
      Workspace workspace) {
    this.window = window;
    this.channels = channels;
    this.kernels = kernels;
    this.team = team;
    this.workspace = workspace;
    this.tiles = new PanelTiles[team.size()];
    Arrays.setAll(tiles, i -> PanelTiles.ofThisMachine());
    int height = tiles[0].rows();
    SlidingWindow cotangents = window.overResult();
    this.rows = new WindowRows[team.size()];
    Arrays.setAll(
        rows, i -> new WindowRows(cotangents, kernels.outputs(), kernels.groups(), height));
  }

  @Override
  public void run(float[] dy, int dy0, float[] w, int w0, float[] dx, int dx0, int n) {
    this.dy = dy;
    this.dy0 = dy0;
    this.w = w;
    this.w0 = w0;
    this.dx = dx;
    this.dx0 = dx0;
    packed = workspace.shared(tapStart(kernels.groups(), 0));
    team.run(packing, kernels.groups() * kernels.taps());
    team.run(scattering, n);
  }

  private int tapStart(int group, int tap) {
    int length = PackedMatrix.length(kernels.own(), channels / kernels.groups());
    return Vectors.LEAD + (group * kernels.taps() + tap) * length;
  }

  private void packChunk(int chunk, int worker) {
    int group = chunk / kernels.taps();
    int tap = chunk % kernels.taps();
    kernels.packTap(w, w0, group, tap, packed, tapStart(group, tap));
  }

  private void scatterChunk(int image, int worker) {
    int size = window.pixels() * channels;
    Arrays.fill(dx, dx0 + image * size, dx0 + (image + 1) * size, 0);
    int own = channels / kernels.groups();
    int left = PackedRows.length(tiles[0].rows(), BLOCK, kernels.own());
    float[] memory = workspace.of(worker, Vectors.LEAD + left + BLOCK * own);
    int sums = Vectors.LEAD + left;
    for (int group = 0; group < kernels.groups(); group++) {
      for (int first = 0; first < window.positions(); first += BLOCK) {
        int count = Math.min(BLOCK, window.positions() - first);
        int from = image * window.positions() + first;
        rows[worker].pack(dy, dy0, group, from, count, memory, Vectors.LEAD);
        for (int tap = 0; tap < kernels.taps(); tap++) {
          tiles[worker].run(
              count,
              own,
              kernels.own(),
              memory,
              Vectors.LEAD,
              packed,
              tapStart(group, tap),
              memory,
              sums,
              own,
              null,
              0,
              0,
              Float.NEGATIVE_INFINITY);
          scatter(memory, sums, image, group, first, count, tap);
        }
      }
    }
  }

  private void scatter(
      float[] memory, int sums, int image, int group, int first, int count, int tap) {
    int own = channels / kernels.groups();
    int kx = tap % window.kernel(2);
    int ky = tap / window.kernel(2) % window.kernel(1);
    int kz = tap / window.kernel(2) / window.kernel(1);
    for (int p = 0; p < count; p++) {
      int position = first + p;
      int row = position / window.result(2);
      int x = window.source(2, position % window.result(2), kx);
      int y = window.source(1, row % window.result(1), ky);
      int z = window.source(0, row / window.result(1), kz);
      int line = window.line(image, z, y);
      if (line >= 0 && x >= 0 && x < window.image(2)) {
        int to = dx0 + (line + x) * channels + group * own;
        stretches.add(dx, to, memory, sums + p * own, own);
      }
    }
  }
}
