package dev.netc.runtime;

import java.util.Arrays;

/**
 * Convolution as a product of what the window sees at each position with the weights, some
 * positions at a time.
 */
final class ProductConvolution implements ConvolutionKernel {
  /** Positions in a chunk. */
  private static final int BLOCK = 64;

  /** Chunks worth having, so that threads end at about the same time. */
  private static final int CHUNKS = 8;

  /** A chunk has at least this many multiply-accumulates. */
  private static final long CHUNK_MACS = 400_000;

  private final SlidingWindow window;
  private final PackedKernels.Layout kernels;
  private final Team team;
  private final Workspace workspace;
  private final PanelTiles[] tiles;
  private final WindowRows[] rows;
  private final int width = Tiles.ofThisMachine().width();
  private final Team.Task multiplying = this::multiplyChunk;

  private float[] x = new float[0];
  private int x0;
  private float[] packed = x;
  private float[] y = x;
  private int y0;
  private Epilogue epilogue = new Epilogue();
  private int positions;
  private int blocks;
  private int columnsInChunk;

  ProductConvolution(
      int channels,
      SlidingWindow window,
      PackedKernels.Layout kernels,
      Team team,
      Workspace workspace) {
    this.window = window;
    this.kernels = kernels;
    this.team = team;
    this.workspace = workspace;
    this.tiles = new PanelTiles[team.size()];
    Arrays.setAll(tiles, i -> PanelTiles.ofThisMachine());
    int height = tiles[0].rows();
    this.rows = new WindowRows[team.size()];
    Arrays.setAll(rows, i -> new WindowRows(window, channels, kernels.groups(), height));
  }

  @Override
  public void forward(
      float[] x, int x0, float[] packed, Epilogue epilogue, float[] y, int y0, int n) {
    this.x = x;
    this.x0 = x0;
    this.packed = packed;
    this.epilogue = epilogue;
    this.y = y;
    this.y0 = y0;
    this.positions = n * window.positions();
    this.blocks = (positions + BLOCK - 1) / BLOCK;
    team.run(multiplying, blocks * columnChunks() * kernels.groups());
  }

  /** Sets the columns of a chunk: all, unless there are too few blocks of positions. */
  private int columnChunks() {
    int panels = PackedMatrix.panels(kernels.own());
    long macs = (long) Math.min(BLOCK, positions) * width * kernels.depth();
    int least = Math.clamp((CHUNK_MACS + macs - 1) / macs, 1, panels);
    int wanted = Math.max(1, CHUNKS / (blocks * kernels.groups()));
    int together = Math.max(least, (panels + wanted - 1) / wanted);
    columnsInChunk = together * width;
    return (panels + together - 1) / together;
  }

  private void multiplyChunk(int chunk, int worker) {
    int first = chunk % blocks * BLOCK;
    int count = Math.min(BLOCK, positions - first);
    int rest = chunk / blocks;
    int group = rest % kernels.groups();
    int column = rest / kernels.groups() * columnsInChunk;
    int columns = Math.min(columnsInChunk, kernels.own() - column);
    int depth = kernels.depth();
    float[] left =
        workspace.of(worker, Vectors.LEAD + PackedRows.length(tiles[0].rows(), BLOCK, depth));
    rows[worker].pack(x, x0, group, first, count, left, Vectors.LEAD);
    int channel = group * kernels.own() + column;
    int at = first * kernels.outputs() + channel;
    boolean plain = epilogue.isPlain();
    tiles[worker].run(
        count,
        columns,
        depth,
        left,
        Vectors.LEAD,
        packed,
        kernels.start(group) + column * depth,
        y,
        y0 + at,
        kernels.outputs(),
        plain ? epilogue.bias() : null,
        epilogue.bias0() + channel,
        0,
        plain ? epilogue.least() : Float.NEGATIVE_INFINITY);
    for (int p = 0; p < count && !plain; p++) {
      epilogue.finish(y, y0, at + p * kernels.outputs(), channel, columns);
    }
  }
}
