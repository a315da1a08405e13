package dev.netc.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Products of matrices of any strides, {@code c = a b}, with an optional bias for each column and
 * ReLU. One object serves one session; it keeps its packed panels from call to call, so nothing is
 * allocated once the largest product has been seen.
 */
public final class MatMul {
  /** Up to this many rows of a, packing b costs more than it saves. */
  private static final int FEW_ROWS = 64;

  /** From this many rows on, packing a too pays if b is packed already. */
  private static final int ROWS_FOR_PACKED = 16;

  /** Rows of a in a chunk: a block of them and a tile's depth stay in the second-level cache. */
  private static final int BLOCK_ROWS = 64;

  /** A chunk has at least this many multiply-accumulates: some five microseconds. */
  private static final long CHUNK_MACS = 400_000;

  /** The same for a row vector, whose product waits for memory. */
  private static final long VECTOR_CHUNK_MACS = 100_000;

  private static final int PACKED_IN_A_CHUNK = 32_768;

  private final Team team;
  private final Tiles[] tiles;
  private final PanelTiles[] panelTiles;
  private final int width;
  private final int height;
  private final Team.Task packing = this::packChunk;
  private final Team.Task packingByRows = this::packByRowsChunk;
  private final Team.Task packingRows = this::packRowsChunk;
  private final Team.Task multiplying = this::multiplyChunk;
  private final Team.Task multiplyingPanels = this::multiplyPanelsChunk;
  private float[] panels = new float[0];
  private float[] rowPanels = new float[0];
  private int[] aRows = new int[0];
  private int[] bRows = new int[0];

  // The product that runs, for the chunks.
  private int m;
  private int n;
  private int k;
  private float[] a = panels;
  private int aOffset;
  private int aRow;
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
  private int biasRow;
  private boolean relu;
  private boolean sameLeft;
  private boolean leftIsPacked;
  private int panelsInChunk;
  private int rowsInChunk;

  public MatMul(Team team) {
    this.team = team;
    this.tiles = new Tiles[team.size()];
    Arrays.setAll(tiles, i -> Tiles.ofThisMachine());
    this.panelTiles = new PanelTiles[team.size()];
    Arrays.setAll(panelTiles, i -> PanelTiles.ofThisMachine());
    this.width = tiles[0].width();
    this.height = panelTiles[0].rows();
  }

  /**
   * Says that the left factor of the next product is that of the last one, unchanged, so that it
   * need not be packed again.
   *
   * @return this
   */
  public MatMul sameLeft() {
    sameLeft = true;
    return this;
  }

  /**
   * Multiplies {@code a}, m by k, with {@code b}, k by n, into {@code c}, m by n with unit column
   * stride. Sums run over k in ascending order.
   *
   * @param bias what sums start with, n elements for each row, or null for 0
   * @param biasRow from a row's bias to the next row's, 0 if all rows have the same
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
      int biasRow,
      boolean relu) {
    this.biasRow = biasRow;
    left(m, k, a, aOffset, aRow, aColumn);
    this.n = n;
    this.b = b;
    this.bOffset = bOffset;
    this.bRow = bRow;
    this.bColumn = bColumn;
    if (m >= FEW_ROWS || (biasRow != 0 && m > 1)) {
      pack();
      multiplyPanels(c, cOffset, cRow, bias, biasOffset, relu);
      return;
    }
    int reach = (k - 1) * bRow + PackedMatrix.panels(n) * width;
    if (bColumn == 1 && bOffset + reach <= b.length) {
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
      int biasRow,
      boolean relu) {
    this.biasRow = biasRow;
    left(m, b.k(), a, aOffset, aRow, aColumn);
    n = b.n();
    packed(b.array());
    if (m >= ROWS_FOR_PACKED || (biasRow != 0 && m > 1)) {
      multiplyPanels(c, cOffset, cRow, bias, biasOffset, relu);
      return;
    }
    multiply(c, cOffset, cRow, bias, biasOffset, relu);
  }

  private void left(int rows, int depth, float[] array, int offset, int row, int column) {
    leftIsPacked &=
        sameLeft
            && m == rows
            && k == depth
            && aOffset == offset
            && aRow == row
            && aColumn == column;
    sameLeft = false;
    m = rows;
    k = depth;
    a = array;
    aOffset = offset;
    aRow = row;
    aColumn = column;
  }

  private void pack() {
    int length = Vectors.LEAD + PackedMatrix.length(k, n);
    if (panels.length < length) {
      panels = new float[length];
    }
    if (bColumn == 1) {
      rowsInChunk = Math.max(1, PACKED_IN_A_CHUNK / n);
      team.run(packingByRows, (k + rowsInChunk - 1) / rowsInChunk);
    } else {
      int count = PackedMatrix.panels(n);
      panelsInChunk = Math.max(1, PACKED_IN_A_CHUNK / (width * k));
      team.run(packing, (count + panelsInChunk - 1) / panelsInChunk);
    }
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

  private void packByRowsChunk(int chunk, int worker) {
    int from = chunk * rowsInChunk;
    int to = Math.min(k, from + rowsInChunk);
    PackedMatrix.packRows(tiles[worker], k, n, b, bOffset, bRow, panels, from, to);
  }

  private void multiplyPanels(
      float[] array, int offset, int row, float @Nullable [] shift, int shiftOffset, boolean max) {
    int length = Vectors.LEAD + PackedRows.length(height, m, k);
    if (rowPanels.length < length) {
      rowPanels = new float[length];
      leftIsPacked = false;
    }
    int blocks = rowBlocks();
    if (!leftIsPacked) {
      team.run(packingRows, blocks);
      leftIsPacked = true;
    }
    result(array, offset, row, shift, shiftOffset, max);
    long macs = (long) BLOCK_ROWS * width * k;
    int count = PackedMatrix.panels(n);
    panelsInChunk = Math.clamp((CHUNK_MACS + macs - 1) / macs, 1, count);
    team.run(multiplyingPanels, blocks * ((count + panelsInChunk - 1) / panelsInChunk));
  }

  private void packRowsChunk(int chunk, int worker) {
    int panelsInBlock = BLOCK_ROWS / height;
    int from = chunk * panelsInBlock;
    int to = Math.min((m + height - 1) / height, from + panelsInBlock);
    PackedRows.pack(height, m, k, a, aOffset, aRow, aColumn, rowPanels, Vectors.LEAD, from, to);
  }

  private void multiplyPanelsChunk(int chunk, int worker) {
    int i = chunk % rowBlocks() * BLOCK_ROWS;
    int j = chunk / rowBlocks() * panelsInChunk * width;
    panelTiles[worker].run(
        Math.min(BLOCK_ROWS, m - i),
        Math.min(panelsInChunk * width, n - j),
        k,
        rowPanels,
        Vectors.LEAD + i * k,
        b,
        bOffset + j * k,
        c,
        cOffset + i * cRow + j,
        cRow,
        bias,
        biasOffset + i * biasRow + j,
        biasRow,
        relu ? 0 : Float.NEGATIVE_INFINITY);
  }

  private void result(
      float[] array, int offset, int row, float @Nullable [] shift, int shiftOffset, boolean max) {
    c = array;
    cOffset = offset;
    cRow = row;
    bias = shift;
    biasOffset = shiftOffset;
    relu = max;
  }

  private void multiply(
      float[] array, int offset, int row, float @Nullable [] shift, int shiftOffset, boolean max) {
    result(array, offset, row, shift, shiftOffset, max);
    aRows = steps(aRows, m, aRow);
    int count = PackedMatrix.panels(n);
    long macs = Math.max(1, (long) Math.min(m, BLOCK_ROWS) * width * k);
    long least = m == 1 ? VECTOR_CHUNK_MACS : CHUNK_MACS;
    panelsInChunk = Math.clamp((least + macs - 1) / macs, 1, count);
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
