package dev.netc.runtime;

import java.util.Arrays;

/**
 * Convolution by a kernel of 3 by 3 in 36 products for 16 results instead of 144: F(4x4, 3x3) of
 * {@link WinogradTransforms}. A chunk transforms the pixels of some tiles, multiplies their points
 * by the weights, a matrix product for each point, and transforms the products back, so that what
 * it computes in between stays in the second-level cache.
 */
final class WinogradConvolution implements ConvolutionKernel {
  private static final int RESULTS = WinogradTransforms.RESULTS;
  private static final int SIDE = WinogradTransforms.SIDE;
  private static final int POINTS = WinogradTransforms.POINTS;
  private static final int BLOCK = BlockedLines.CHANNELS;

  /** Elements of the points of a chunk, of pixels and of results. */
  private static final int LOADED = 300_000;

  /** Weights that a core keeps near; more are read from memory by every chunk. */
  private static final int NEAR = 1 << 18;

  /** Rows of a product that take as long as reading its weights from memory. */
  private static final int ROWS_OF_READING = 24;

  /** What transforms add to the time of the products. */
  private static final double TRANSFORMS = 1.25;

  private final SlidingWindow window;
  private final int channels;
  private final int outputs;
  private final WinogradKernels kernels;
  private final Team team;
  private final Workspace workspace;
  private final DirectTiles[] products;
  private final WinogradTransforms[] transforms;
  private final int width = Tiles.ofThisMachine().width();
  private final int[] starts;
  private final int[] lengths;
  private final float[] zeros;
  private final int tilesOfPlane;
  private final int tilesOfLine;
  private final Team.Task chunk = this::runChunk;

  private float[] x = new float[0];
  private int x0;
  private float[] w = x;
  private float[] y = x;
  private int y0;
  private Epilogue epilogue = new Epilogue();
  private int tiles;
  private int tilesInChunk;

  WinogradConvolution(
      SlidingWindow window, int channels, int outputs, Team team, Workspace workspace) {
    this.window = window;
    this.channels = channels;
    this.outputs = outputs;
    this.kernels = new WinogradKernels(channels, outputs);
    this.team = team;
    this.workspace = workspace;
    this.products = new DirectTiles[team.size()];
    Arrays.setAll(products, i -> DirectTiles.ofThisMachine());
    this.transforms = new WinogradTransforms[team.size()];
    Arrays.setAll(transforms, i -> WinogradTransforms.ofThisMachine());
    this.starts = new int[channels / BLOCK];
    this.lengths = new int[channels / BLOCK];
    Arrays.fill(lengths, BLOCK);
    this.zeros = new float[outputs];
    this.tilesOfLine = across(2);
    this.tilesOfPlane = across(1) * tilesOfLine;
  }

  /** Whether there is such a convolution: the kernel is 3 by 3 and moves pixel by pixel. */
  static boolean fits(SlidingWindow window, int channels, int outputs, int groups) {
    boolean fits = window.kernel(0) == 1 && window.stride(0) == 1 && window.padding(0) == 0;
    for (int axis = 1; axis < 3; axis++) {
      fits &= window.kernel(axis) == WinogradTransforms.TAPS;
      fits &= window.stride(axis) == 1 && window.dilation(axis) == 1;
    }
    return fits && groups == 1 && channels % BLOCK == 0 && outputs % BLOCK == 0;
  }

  /**
   * Whether it is faster than direct convolution for so many images: transforms and, where weights
   * do not stay in the cache, reading four times as many take less time than the products saved.
   */
  boolean pays(int images) {
    int rows = roundedUp(images * window.result(0) * tilesOfPlane);
    int reading = kernels.length() > NEAR ? ROWS_OF_READING : 0;
    int direct = images * window.positions() * window.taps();
    return POINTS * (rows + reading) * TRANSFORMS < direct;
  }

  private int across(int axis) {
    return (window.result(axis) + RESULTS - 1) / RESULTS;
  }

  @Override
  public void forward(float[] x, int x0, float[] w, Epilogue epilogue, float[] y, int y0, int n) {
    this.x = x;
    this.x0 = x0;
    this.w = w;
    this.epilogue = epilogue;
    this.y = y;
    this.y0 = y0;
    this.tiles = n * window.result(0) * tilesOfPlane;
    // Weights larger than the cache are read once a chunk, which then should have more to do.
    int most = Math.max(LOADED / POINTS, channels * outputs / 2) / (channels + outputs);
    // Whole tiles of the products; whether threads share them changes no bits.
    int share = roundedUp((tiles + team.size() - 1) / team.size());
    this.tilesInChunk = Math.min(share, roundedUp(Math.max(1, most)));
    for (int block = 0; block < starts.length; block++) {
      starts[block] = block * tilesInChunk * BLOCK;
    }
    team.run(chunk, (tiles + tilesInChunk - 1) / tilesInChunk);
  }

  private static int roundedUp(int rows) {
    int unit = DirectTiles.MOST_PIXELS;
    return (rows + unit - 1) / unit * unit;
  }

  // A chunk's memory: the transforms' scratch, the pixels of a tile at the edge of the image, the
  // points of pixels, the points of results. Planes are a cache line more than a power of two
  // apart, or 36 lines would compete for the same set of the first-level cache.

  private int pixelPlane() {
    return tilesInChunk * channels + BLOCK;
  }

  private int resultPlane() {
    return tilesInChunk * outputs + BLOCK;
  }

  private static int edge() {
    return Vectors.LEAD + WinogradTransforms.SCRATCH;
  }

  private static int pixelPoints() {
    return edge() + POINTS * BLOCK;
  }

  private int resultPoints() {
    return pixelPoints() + POINTS * pixelPlane();
  }

  private void runChunk(int number, int worker) {
    int first = number * tilesInChunk;
    int count = Math.min(tilesInChunk, tiles - first);
    float[] memory = workspace.of(worker, resultPoints() + POINTS * resultPlane());
    for (int i = 0; i < count; i++) {
      transformPixels(first + i, i, worker, memory);
    }
    for (int point = 0; point < POINTS; point++) {
      multiply(point, count, worker, memory);
    }
    for (int i = 0; i < count; i++) {
      transformResults(first + i, i, worker, memory);
    }
  }

  private int line(int tile) {
    return tile % tilesOfPlane / tilesOfLine * RESULTS;
  }

  private int column(int tile) {
    return tile % tilesOfPlane % tilesOfLine * RESULTS;
  }

  private void transformPixels(int tile, int i, int worker, float[] memory) {
    int top = line(tile) - window.padding(1);
    int left = column(tile) - window.padding(2);
    int bottom = Math.min(top + SIDE, window.image(1));
    int right = Math.min(left + SIDE, window.image(2));
    boolean inside = top >= 0 && left >= 0 && bottom - top == SIDE && right - left == SIDE;
    int pixel = (tile / tilesOfPlane * window.image(1) + top) * window.image(2) + left;
    for (int block = 0; block < starts.length; block++) {
      int from = x0 + pixel * channels + block * BLOCK;
      int to = pixelPoints() + starts[block] + i * BLOCK;
      if (inside) {
        int line = window.image(2) * channels;
        transforms[worker].pixels(
            x, from, line, channels, memory, Vectors.LEAD, memory, to, pixelPlane());
      } else {
        copyInside(from, top, left, bottom, right, worker, memory);
        transforms[worker].pixels(
            memory, edge(), SIDE * BLOCK, BLOCK, memory, Vectors.LEAD, memory, to, pixelPlane());
      }
    }
  }

  /** Copies what lies in the image of the pixels of a tile, and zeros for the rest. */
  private void copyInside(
      int from, int top, int left, int bottom, int right, int worker, float[] memory) {
    Arrays.fill(memory, edge(), edge() + POINTS * BLOCK, 0);
    int column = Math.max(0, -left);
    for (int line = Math.max(0, -top); line < bottom - top; line++) {
      products[worker].load(
          x,
          from + (line * window.image(2) + column) * channels,
          channels,
          memory,
          edge() + (line * SIDE + column) * BLOCK,
          right - left - column);
    }
  }

  private void multiply(int point, int count, int worker, float[] memory) {
    int from = pixelPoints() + point * pixelPlane();
    int to = resultPoints() + point * resultPlane();
    for (int output = 0; output < outputs; output += width) {
      products[worker].line(
          memory,
          from,
          starts,
          lengths,
          w,
          kernels.start(point) + output * channels,
          count,
          Math.min(width, outputs - output),
          memory,
          to + output,
          outputs,
          null,
          0,
          Float.NEGATIVE_INFINITY);
    }
  }

  private void transformResults(int tile, int i, int worker, float[] memory) {
    int line = line(tile);
    int column = column(tile);
    int lines = Math.min(RESULTS, window.result(1) - line);
    int columns = Math.min(RESULTS, window.result(2) - column);
    int pixel = (tile / tilesOfPlane * window.result(1) + line) * window.result(2) + column;
    int lineStep = window.result(2) * outputs;
    boolean plain = epilogue.isPlain();
    float[] bias = epilogue.bias();
    boolean biased = plain && bias != null;
    for (int output = 0; output < outputs; output += BLOCK) {
      transforms[worker].results(
          memory,
          resultPoints() + i * outputs + output,
          resultPlane(),
          memory,
          Vectors.LEAD,
          biased ? bias : zeros,
          biased ? epilogue.bias0() + output : output,
          plain ? epilogue.least() : Float.NEGATIVE_INFINITY,
          y,
          y0 + pixel * outputs + output,
          lineStep,
          outputs,
          lines,
          columns);
    }
    for (int l = 0; l < lines && !plain; l++) {
      for (int p = 0; p < columns; p++) {
        epilogue.finish(y, y0, pixel * outputs + l * lineStep + p * outputs, 0, outputs);
      }
    }
  }
}
