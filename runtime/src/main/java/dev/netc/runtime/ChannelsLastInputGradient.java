package dev.netc.runtime;

import java.util.Arrays;

/**
 * The gradient of a convolution's images [n, depth, height, width, channels]. For strides of 1 it
 * is the convolution of the cotangents with the weights turned by 180 degrees, inputs and outputs
 * exchanged; otherwise the cotangents times the weights of each tap are added where the tap was.
 */
public final class ChannelsLastInputGradient {
  private static final int BLOCK = 64;

  private final SlidingWindow window;
  private final PackedKernels.Layout kernels;
  private final int channels;
  private final Team team;
  private final Workspace workspace;
  private final boolean hasMirror;
  private final ChannelsLastConvolution mirrored;
  private final PackedKernels.Layout turned;
  private final DepthwiseConvolution depthwise;
  private final Epilogue nothing = new Epilogue();
  private final Stretches stretches = Stretches.ofThisMachine();
  private final PanelTiles[] tiles;
  private final WindowRows[] rows;
  private final Team.Task turning = this::turnChunk;
  private final Team.Task packing = this::packChunk;
  private final Team.Task scattering = this::scatterChunk;

  private float[] dy = new float[0];
  private int dy0;
  private float[] w = dy;
  private int w0;
  private float[] packed = dy;
  private float[] dx = dy;
  private int dx0;

  public ChannelsLastInputGradient(
      int channels, int outputs, int groups, SlidingWindow window, Team team, Workspace workspace) {
    this.window = window;
    this.channels = channels;
    this.kernels = new PackedKernels.Layout(channels, outputs, groups, window);
    this.team = team;
    this.workspace = workspace;
    this.hasMirror = window.hasMirror();
    SlidingWindow back = hasMirror ? window.mirrored() : window.overResult();
    this.mirrored =
        new ChannelsLastConvolution(
            /* channels= */ outputs, /* outputs= */ channels, groups, back, team, workspace);
    this.turned =
        new PackedKernels.Layout(/* channels= */ outputs, /* outputs= */ channels, groups, back);
    this.depthwise = new DepthwiseConvolution(window, channels, team);
    this.tiles = new PanelTiles[team.size()];
    Arrays.setAll(tiles, i -> PanelTiles.ofThisMachine());
    int height = tiles[0].rows();
    this.rows = new WindowRows[team.size()];
    Arrays.setAll(rows, i -> new WindowRows(window.overResult(), outputs, groups, height));
  }

  /**
   * Overwrites {@code dx}.
   *
   * @param w [outputs, channels / groups, kernel...]
   */
  public void run(float[] dy, int dy0, float[] w, int w0, float[] dx, int dx0, int n) {
    this.dy = dy;
    this.dy0 = dy0;
    this.w = w;
    this.w0 = w0;
    this.dx = dx;
    this.dx0 = dx0;
    if (hasMirror) {
      packed = workspace.shared(turned.length());
      team.run(turning, turned.parts());
      mirrored.forward(dy, dy0, packed, nothing, dx, dx0, n);
    } else if (kernels.isDepthwise()) {
      packed = workspace.shared(kernels.length());
      kernels.pack(w, w0, 0, packed);
      depthwise.inputGradient(dy, dy0, packed, dx, dx0, n);
    } else {
      packed = workspace.shared(tapStart(kernels.groups(), 0));
      team.run(packing, kernels.groups() * kernels.taps());
      team.run(scattering, n);
    }
  }

  private void turnChunk(int part, int worker) {
    turned.packTurned(w, w0, part, packed);
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
      int line = position / window.result(2);
      int x = window.source(2, position % window.result(2), kx);
      int y = window.source(1, line % window.result(1), ky);
      int z = window.source(0, line / window.result(1), kz);
      boolean inside =
          x >= 0
              && x < window.image(2)
              && y >= 0
              && y < window.image(1)
              && z >= 0
              && z < window.image(0);
      if (inside) {
        int pixel = ((image * window.image(0) + z) * window.image(1) + y) * window.image(2) + x;
        int to = dx0 + pixel * channels + group * own;
        stretches.add(dx, to, memory, sums + p * own, own);
      }
    }
  }
}
