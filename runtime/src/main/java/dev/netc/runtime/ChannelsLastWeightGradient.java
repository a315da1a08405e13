package dev.netc.runtime;

import java.util.Arrays;

/**
 * The gradient of a convolution's weights for images [n, depth, height, width, channels]: a product
 * whose sums run over positions. They are summed in blocks, and the blocks in order, so that an
 * error of rounding grows with the block and not with the batch.
 */
public final class ChannelsLastWeightGradient {
  /** Positions in a block: with them both factors of a chunk stay in the second-level cache. */
  private static final int BLOCK = 512;

  /** Rows of the result in a chunk, at most. */
  private static final int ROWS = 64;

  private static final int CHUNKS = 16;
  private static final int PACKED_IN_A_CHUNK = 1024;

  private final SlidingWindow window;
  private final PackedKernels.Layout kernels;
  private final Team team;
  private final Workspace workspace;
  private final DepthwiseConvolution depthwise;
  private final Stretches stretches = Stretches.ofThisMachine();
  private final Tiles packer = Tiles.ofThisMachine();
  private final PanelTiles[] tiles;
  private final WindowColumns columns;
  private final int height;
  private final int width = packer.width();
  private final int panelsInChunk;
  private final Team.Task packing = this::packChunk;
  private final Team.Task multiplying = this::multiplyChunk;

  private float[] x = new float[0];
  private int x0;
  private float[] dy = x;
  private int dy0;
  private float[] right = x;
  private float[] dw = x;
  private int dw0;
  private int positions;

  public ChannelsLastWeightGradient(
      int channels, int outputs, int groups, SlidingWindow window, Team team, Workspace workspace) {
    this.window = window;
    this.kernels = new PackedKernels.Layout(channels, outputs, groups, window);
    this.team = team;
    this.workspace = workspace;
    this.depthwise = new DepthwiseConvolution(window, channels, team);
    this.tiles = new PanelTiles[team.size()];
    Arrays.setAll(tiles, i -> PanelTiles.ofThisMachine());
    this.height = tiles[0].rows();
    this.columns = new WindowColumns(window, channels, groups, height);
    int even = (columns.panels() / CHUNKS + 1) / 2 * 2;
    this.panelsInChunk = Math.clamp(even, 2, ROWS / height);
  }

  /**
   * Overwrites {@code dw}, [outputs, channels / groups, kernel...], with the gradient summed over
   * {@code n} images.
   */
  public void run(float[] x, int x0, float[] dy, int dy0, float[] dw, int dw0, int n) {
    if (kernels.isDepthwise()) {
      depthwise.weightGradient(x, x0, dy, dy0, dw, dw0, n);
      return;
    }
    this.x = x;
    this.x0 = x0;
    this.dy = dy;
    this.dy0 = dy0;
    this.dw = dw;
    this.dw0 = dw0;
    this.positions = n * window.positions();
    right = workspace.shared(Vectors.LEAD + PackedMatrix.length(positions, kernels.own()));
    int packs = (positions + PACKED_IN_A_CHUNK - 1) / PACKED_IN_A_CHUNK;
    int chunks = (columns.panels() + panelsInChunk - 1) / panelsInChunk;
    for (group = 0; group < kernels.groups(); group++) {
      team.run(packing, packs);
      team.run(multiplying, chunks);
    }
  }

  private int group;

  private void packChunk(int chunk, int worker) {
    int from = chunk * PACKED_IN_A_CHUNK;
    int to = Math.min(positions, from + PACKED_IN_A_CHUNK);
    int n = kernels.own();
    int start = dy0 + group * n;
    PackedMatrix.packRows(packer, positions, n, dy, start, kernels.outputs(), right, from, to);
  }

  private void multiplyChunk(int chunk, int worker) {
    int from = chunk * panelsInChunk;
    int to = Math.min(columns.panels(), from + panelsInChunk);
    int m = (to - from) * height;
    int n = kernels.own();
    int total = Vectors.LEAD + m * BLOCK;
    int part = total + m * n;
    float[] memory = workspace.of(worker, part + m * n);
    for (int first = 0; first < positions; first += BLOCK) {
      int count = Math.min(BLOCK, positions - first);
      columns.pack(x, x0, group, from, to, first, count, memory, Vectors.LEAD);
      product(worker, m, first, count, memory, first == 0 ? total : part);
      if (first > 0) {
        stretches.add(memory, total, memory, part, m * n);
      }
    }
    unpack(memory, total, from * height, m);
  }

  private void product(int worker, int m, int first, int count, float[] memory, int sums) {
    int n = kernels.own();
    for (int j = 0; j < n; j += width) {
      tiles[worker].run(
          m,
          Math.min(width, n - j),
          count,
          memory,
          Vectors.LEAD,
          right,
          Vectors.LEAD + j * positions + first * width,
          memory,
          sums + j,
          n,
          null,
          0,
          0,
          Float.NEGATIVE_INFINITY);
    }
  }

  private void unpack(float[] memory, int total, int firstRow, int m) {
    int n = kernels.own();
    for (int r = 0; r < m; r++) {
      int tap = columns.tap(firstRow + r);
      if (tap < 0) {
        continue;
      }
      int at = dw0 + group * n * kernels.depth();
      at += columns.channel(firstRow + r) * kernels.taps() + tap;
      for (int o = 0; o < n; o++) {
        dw[at + o * kernels.depth()] = memory[total + r * n + o];
      }
    }
  }
}
