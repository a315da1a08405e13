package dev.netc.runtime;

import java.util.Arrays;

/**
 * Convolution that reads images as they are: a chunk copies the lines that it needs with their
 * padding, once, and tiles find all their taps there. Compare Georganas et al. 2018, "Anatomy of
 * high-performance deep learning convolutions on SIMD architectures".
 */
final class DirectConvolution implements ConvolutionKernel {
  /** Elements of the lines of a chunk, which stay in the second-level cache beside the weights. */
  private static final int LOADED = 1 << 16;

  /** Chunks worth having, so that threads end at about the same time. */
  private static final int CHUNKS = 8;

  private final SlidingWindow window;
  private final int channels;
  private final PackedKernels.Layout kernels;
  private final Team team;
  private final Workspace workspace;
  private final BlockedLines lines;
  private final DirectTiles[] tiles;
  private final int width = Tiles.ofThisMachine().width();
  private final int[] lengths;
  private final int rows;
  private final int[] starts;
  private final int lastRows;
  private final int[] lastStarts;
  private final Team.Task chunk = this::runChunk;

  private float[] x = new float[0];
  private int x0;
  private float[] w = x;
  private float[] y = x;
  private int y0;
  private Epilogue epilogue = new Epilogue();
  private int blocks;
  private int panelsInChunk;

  DirectConvolution(
      SlidingWindow window,
      int channels,
      PackedKernels.Layout kernels,
      Team team,
      Workspace workspace) {
    this.window = window;
    this.channels = channels;
    this.kernels = kernels;
    this.team = team;
    this.workspace = workspace;
    this.tiles = new DirectTiles[team.size()];
    Arrays.setAll(tiles, i -> DirectTiles.ofThisMachine());
    this.lines = new BlockedLines(window, channels / kernels.groups());
    int most = 1;
    while (most < window.result(1) && lines.length(most + 1) <= LOADED) {
      most++;
    }
    int parts = (window.result(1) + most - 1) / most;
    this.rows = (window.result(1) + parts - 1) / parts;
    this.lastRows = window.result(1) - (parts - 1) * rows;
    this.lengths = lines.lengths();
    this.starts = lines.starts(rows);
    this.lastStarts = lines.starts(lastRows);
  }

  @Override
  public void forward(float[] x, int x0, float[] w, Epilogue epilogue, float[] y, int y0, int n) {
    this.x = x;
    this.x0 = x0;
    this.w = w;
    this.epilogue = epilogue;
    this.y = y;
    this.y0 = y0;
    this.blocks = n * window.result(0) * rowBlocks();
    int panels = PackedMatrix.panels(kernels.own());
    int parts = Math.clamp(CHUNKS / (blocks * kernels.groups()), 1, panels);
    this.panelsInChunk = (panels + parts - 1) / parts;
    int chunks = (panels + panelsInChunk - 1) / panelsInChunk;
    team.run(chunk, blocks * kernels.groups() * chunks);
  }

  private int rowBlocks() {
    return (window.result(1) + rows - 1) / rows;
  }

  private void runChunk(int number, int worker) {
    int block = number % blocks;
    int group = number / blocks % kernels.groups();
    int panel = number / blocks / kernels.groups() * panelsInChunk;
    int row = block % rowBlocks() * rows;
    int plane = block / rowBlocks();
    int z = plane % window.result(0);
    int image = plane / window.result(0);
    int count = Math.min(rows, window.result(1) - row);
    float[] loaded = workspace.of(worker, lines.length(rows));
    int at = x0 + image * window.pixels() * channels + group * (channels / kernels.groups());
    lines.load(tiles[worker], x, at, channels, z, row, count, loaded);
    int to = (plane * window.result(1) + row) * window.result(2) * kernels.outputs();
    int last = Math.min(panel + panelsInChunk, PackedMatrix.panels(kernels.own()));
    for (int p = panel; p < last; p++) {
      panel(worker, loaded, group, p, count, to);
    }
    if (!epilogue.isPlain()) {
      int channel = group * kernels.own() + panel * width;
      int n = Math.min(last * width, kernels.own()) - panel * width;
      for (int p = 0; p < count * window.result(2); p++) {
        epilogue.finish(y, y0, to + p * kernels.outputs() + channel, channel, n);
      }
    }
  }

  private void panel(int worker, float[] loaded, int group, int panel, int count, int to) {
    boolean plain = epilogue.isPlain();
    int channel = group * kernels.own() + panel * width;
    int outputs = Math.min(width, kernels.own() - panel * width);
    int line = window.result(2) * kernels.outputs();
    for (int r = 0; r < count; r++) {
      tiles[worker].line(
          loaded,
          r * lines.rowStep(),
          count == rows ? starts : lastStarts,
          lengths,
          w,
          kernels.start(group) + panel * width * kernels.depth(),
          window.result(2),
          outputs,
          y,
          y0 + to + r * line + channel,
          kernels.outputs(),
          plain ? epilogue.bias() : null,
          epilogue.bias0() + channel,
          plain ? epilogue.least() : Float.NEGATIVE_INFINITY);
    }
  }
}
