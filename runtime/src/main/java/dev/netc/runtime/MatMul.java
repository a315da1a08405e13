package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Products of matrices of any strides, {@code c = a b}, with an optional bias for each column and
 * ReLU. One object serves one session; it keeps its packed panels from call to call, so nothing is
 * allocated once the largest product has been seen.
 */
public final class MatMul {
  /** Up to this many rows of a, packing b costs more than it saves. */
  private static final int FEW_ROWS = 64;

  /** Rows of a in a chunk: a block of them and a tile's depth stay in the second-level cache. */
  private static final int BLOCK_ROWS = 64;

  /** A chunk has at least this many multiply-accumulates: some five microseconds. */
  private static final long CHUNK_MACS = 400_000;

  private static final int PACKED_IN_A_CHUNK = 32_768;

  private final Team team;
  private final Tiles[] tiles;
  private final int width;
  private final Team.Task packing = this::packChunk;
  private final Team.Task multiplying = this::multiplyChunk;
  private float[] panels = new float[0];
  private int[] aRows = new int[0];
  private int[] bRows = new int[0];

  // The product that runs, for the chunks.
  private int m;
  private int n;
  private int k;
  private float[] a = panels;
  private int aOffset;
  private int aColumn;
  private float[] b = panels;
  private int bOffset;
  private int bRow;
  private int bColumn;
  private int panel;
  private float[] c = panels;
  private int cOffset;
  private int cRow;
  private float @Nullable [] bias;
  private int biasOffset;
  private boolean relu;
  private int panelsInChunk;

  public MatMul(Team team) {
    this.team = team;
    this.tiles = new Tiles[team.size()];
    for (int i = 0; i < tiles.length; i++) {
      tiles[i] = Tiles.ofThisMachine();
    }
    this.width = tiles[0].width();
  }

  /**
   * Multiplies {@code a}, m by k, with {@code b}, k by n, into {@code c}, m by n with unit column
   * stride. Sums run over k in ascending order.
   *
   * @param bias added to each row, n elements, or null
   * @param relu whether negative results become 0
   */
  public void run(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRow,
      int aColumn,
      float[] b,
      int bOffset,
      int bRow,
      int bColumn,
      float[] c,
      int cOffset,
      int cRow,
      float @Nullable [] bias,
      int biasOffset,
      boolean relu) {
    left(m, k, a, aOffset, aRow, aColumn);
    this.n = n;
    this.b = b;
    this.bOffset = bOffset;
    this.bRow = bRow;
    this.bColumn = bColumn;
    int reach = (k - 1) * bRow + PackedMatrix.panels(n) * width;
    if (bColumn == 1 && m <= FEW_ROWS && bOffset + reach <= b.length) {
      bRows = steps(bRows, k, bRow);
      panel = width;
    } else {
      pack();
    }
    multiply(c, cOffset, cRow, bias, biasOffset, relu);
  }

  /** As above with a factor that was packed before. */
  public void run(
      int m,
      float[] a,
      int aOffset,
      int aRow,
      int aColumn,
      PackedMatrix b,
      float[] c,
      int cOffset,
      int cRow,
      float @Nullable [] bias,
      int biasOffset,
      boolean relu) {
    left(m, b.k(), a, aOffset, aRow, aColumn);
    n = b.n();
    packed(b.array());
    multiply(c, cOffset, cRow, bias, biasOffset, relu);
  }

  private void left(int rows, int depth, float[] array, int offset, int row, int column) {
    m = rows;
    k = depth;
    a = array;
    aOffset = offset;
    aColumn = column;
    aRows = steps(aRows, rows, row);
  }

  private void pack() {
    int length = Vectors.LEAD + PackedMatrix.length(k, n);
    if (panels.length < length) {
      panels = new float[length];
    }
    int count = PackedMatrix.panels(n);
    panelsInChunk = Math.max(1, PACKED_IN_A_CHUNK / (width * k));
    team.run(packing, (count + panelsInChunk - 1) / panelsInChunk);
    packed(panels);
  }

  private void packed(float[] array) {
    b = array;
    bOffset = Vectors.LEAD;
    panel = width * k;
    bRows = steps(bRows, k, width);
  }

  private void packChunk(int chunk, int worker) {
    int from = chunk * panelsInChunk;
    int to = Math.min(PackedMatrix.panels(n), from + panelsInChunk);
    PackedMatrix.pack(tiles[worker], k, n, b, bOffset, bRow, bColumn, panels, from, to);
  }

  private void multiply(
      float[] array, int offset, int row, float @Nullable [] shift, int shiftOffset, boolean max) {
    c = array;
    cOffset = offset;
    cRow = row;
    bias = shift;
    biasOffset = shiftOffset;
    relu = max;
    int count = PackedMatrix.panels(n);
    long macs = (long) Math.min(m, BLOCK_ROWS) * width * k;
    panelsInChunk = Math.clamp((CHUNK_MACS + macs - 1) / macs, 1, count);
    team.run(multiplying, rowBlocks() * ((count + panelsInChunk - 1) / panelsInChunk));
  }

  private int rowBlocks() {
    return (m + BLOCK_ROWS - 1) / BLOCK_ROWS;
  }

  private void multiplyChunk(int chunk, int worker) {
    int i = chunk % rowBlocks() * BLOCK_ROWS;
    int first = chunk / rowBlocks() * panelsInChunk;
    int j = first * width;
    int rows = Math.min(BLOCK_ROWS, m - i);
    int columns = Math.min(panelsInChunk * width, n - j);
    tiles[worker].run(
        rows,
        columns,
        k,
        a,
        aOffset + aRows[i],
        aRows,
        aColumn,
        b,
        bOffset + first * panel,
        panel,
        bRows,
        c,
        cOffset + i * cRow + j,
        cRow,
        bias,
        biasOffset + j,
        relu ? 0 : Float.NEGATIVE_INFINITY);
  }

  /** Multiples of {@code step}, at least {@code count}. */
  private static int[] steps(int[] known, int count, int step) {
    if (known.length >= count && (known.length < 2 || known[1] == step)) {
      return known;
    }
    int[] steps = known.length >= count ? known : new int[Math.max(count, 64)];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = i * step;
    }
    return steps;
  }
}
