package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Tiles of a product whose factors are both packed: the tile's depth is read from front to back, so
 * all addresses are a constant times the depth and the JIT needs no check within the loop. From the
 * first-level cache it runs at 98 % of the machine's peak; see docs/performance.md.
 *
 * <p>Eight rows by two vectors where there are 32 registers, four by two where there are 16. A tile
 * that hangs over the right edge is computed in scratch memory.
 */
final class VectorPanelTiles implements PanelTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;
  private static final int ROWS = LANES >= 16 ? 8 : 4;

  /** Rows of a panel that stay in the second-level cache while the left factor runs past them. */
  private static final int DEPTH = 1024;

  private final float[] edge = new float[ROWS * WIDTH];
  private final float[] zeros = new float[WIDTH];

  @Override
  public int rows() {
    return ROWS;
  }

  @Override
  public void run(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] c,
      int c0,
      int cRow,
      float @Nullable [] bias,
      int bias0,
      int biasRow,
      float least) {
    int blocks = Math.max(1, (k + DEPTH - 1) / DEPTH);
    int depth = (k + blocks - 1) / blocks;
    for (int block = 0; block < blocks; block++) {
      int from = block * depth;
      int to = Math.min(k, from + depth);
      float raised = to == k ? least : Float.NEGATIVE_INFINITY;
      float[] init = block > 0 ? c : bias == null ? zeros : bias;
      for (int j = 0; j < n; j += WIDTH) {
        int columns = Math.min(WIDTH, n - j);
        int right = b0 + j * k + from * WIDTH;
        for (int i = 0; i < m; i += ROWS) {
          int rows = Math.min(ROWS, m - i);
          int left = a0 + i * k + from * ROWS;
          int at = c0 + i * cRow + j;
          if (columns == WIDTH) {
            int init0 = block > 0 ? at : bias == null ? 0 : bias0 + i * biasRow + j;
            int initRow = block > 0 ? cRow : bias == null ? 0 : biasRow;
            tile(rows, to - from, a, left, b, right, init, init0, initRow, raised, c, at, cRow);
          } else {
            edge(rows, columns, block > 0, c, at, cRow, bias, bias0 + i * biasRow + j, biasRow);
            if (columns <= LANES) {
              narrow(to - from, a, left, b, right, edge, raised);
            } else {
              tile(rows, to - from, a, left, b, right, edge, 0, WIDTH, raised, edge, 0, WIDTH);
            }
            for (int r = 0; r < rows; r++) {
              System.arraycopy(edge, r * WIDTH, c, at + r * cRow, columns);
            }
          }
        }
      }
    }
  }

  /** What the sums of a tile that hangs over the edge start with. */
  private void edge(
      int rows,
      int columns,
      boolean more,
      float[] c,
      int c0,
      int cRow,
      float @Nullable [] bias,
      int bias0,
      int biasRow) {
    for (int r = 0; r < rows; r++) {
      if (more) {
        System.arraycopy(c, c0 + r * cRow, edge, r * WIDTH, columns);
      } else if (bias != null) {
        System.arraycopy(bias, bias0 + r * biasRow, edge, r * WIDTH, columns);
      } else {
        Arrays.fill(edge, r * WIDTH, r * WIDTH + columns, 0);
      }
    }
  }

  private static void tile(
      int rows,
      int depth,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] init,
      int init0,
      int initRow,
      float least,
      float[] c,
      int c0,
      int cRow) {
    if (ROWS == 8) {
      eight(rows, depth, a, a0, b, b0, init, init0, initRow, least, c, c0, cRow);
    } else {
      four(rows, depth, a, a0, b, b0, init, init0, initRow, least, c, c0, cRow);
    }
  }

  private static void eight(
      int rows,
      int depth,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] init,
      int init0,
      int initRow,
      float least,
      float[] c,
      int c0,
      int cRow) {
    int r1 = Math.min(1, rows - 1);
    int r2 = Math.min(2, rows - 1);
    int r3 = Math.min(3, rows - 1);
    int r4 = Math.min(4, rows - 1);
    int r5 = Math.min(5, rows - 1);
    int r6 = Math.min(6, rows - 1);
    int r7 = Math.min(7, rows - 1);
    FloatVector s00 = FloatVector.fromArray(SPECIES, init, init0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, init, init0 + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, init, init0 + r1 * initRow);
    FloatVector s11 = FloatVector.fromArray(SPECIES, init, init0 + r1 * initRow + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, init, init0 + r2 * initRow);
    FloatVector s21 = FloatVector.fromArray(SPECIES, init, init0 + r2 * initRow + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, init, init0 + r3 * initRow);
    FloatVector s31 = FloatVector.fromArray(SPECIES, init, init0 + r3 * initRow + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, init, init0 + r4 * initRow);
    FloatVector s41 = FloatVector.fromArray(SPECIES, init, init0 + r4 * initRow + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, init, init0 + r5 * initRow);
    FloatVector s51 = FloatVector.fromArray(SPECIES, init, init0 + r5 * initRow + LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, init, init0 + r6 * initRow);
    FloatVector s61 = FloatVector.fromArray(SPECIES, init, init0 + r6 * initRow + LANES);
    FloatVector s70 = FloatVector.fromArray(SPECIES, init, init0 + r7 * initRow);
    FloatVector s71 = FloatVector.fromArray(SPECIES, init, init0 + r7 * initRow + LANES);
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, b0 + p * WIDTH);
      FloatVector y = FloatVector.fromArray(SPECIES, b, b0 + p * WIDTH + LANES);
      FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + p * 8]);
      s00 = v0.fma(x, s00);
      s01 = v0.fma(y, s01);
      FloatVector v1 = FloatVector.broadcast(SPECIES, a[a0 + p * 8 + 1]);
      s10 = v1.fma(x, s10);
      s11 = v1.fma(y, s11);
      FloatVector v2 = FloatVector.broadcast(SPECIES, a[a0 + p * 8 + 2]);
      s20 = v2.fma(x, s20);
      s21 = v2.fma(y, s21);
      FloatVector v3 = FloatVector.broadcast(SPECIES, a[a0 + p * 8 + 3]);
      s30 = v3.fma(x, s30);
      s31 = v3.fma(y, s31);
      FloatVector v4 = FloatVector.broadcast(SPECIES, a[a0 + p * 8 + 4]);
      s40 = v4.fma(x, s40);
      s41 = v4.fma(y, s41);
      FloatVector v5 = FloatVector.broadcast(SPECIES, a[a0 + p * 8 + 5]);
      s50 = v5.fma(x, s50);
      s51 = v5.fma(y, s51);
      FloatVector v6 = FloatVector.broadcast(SPECIES, a[a0 + p * 8 + 6]);
      s60 = v6.fma(x, s60);
      s61 = v6.fma(y, s61);
      FloatVector v7 = FloatVector.broadcast(SPECIES, a[a0 + p * 8 + 7]);
      s70 = v7.fma(x, s70);
      s71 = v7.fma(y, s71);
    }
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(c, c0);
    s01.max(floor).intoArray(c, c0 + LANES);
    s10.max(floor).intoArray(c, c0 + r1 * cRow);
    s11.max(floor).intoArray(c, c0 + r1 * cRow + LANES);
    s20.max(floor).intoArray(c, c0 + r2 * cRow);
    s21.max(floor).intoArray(c, c0 + r2 * cRow + LANES);
    s30.max(floor).intoArray(c, c0 + r3 * cRow);
    s31.max(floor).intoArray(c, c0 + r3 * cRow + LANES);
    s40.max(floor).intoArray(c, c0 + r4 * cRow);
    s41.max(floor).intoArray(c, c0 + r4 * cRow + LANES);
    s50.max(floor).intoArray(c, c0 + r5 * cRow);
    s51.max(floor).intoArray(c, c0 + r5 * cRow + LANES);
    s60.max(floor).intoArray(c, c0 + r6 * cRow);
    s61.max(floor).intoArray(c, c0 + r6 * cRow + LANES);
    s70.max(floor).intoArray(c, c0 + r7 * cRow);
    s71.max(floor).intoArray(c, c0 + r7 * cRow + LANES);
  }

  private static void four(
      int rows,
      int depth,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] init,
      int init0,
      int initRow,
      float least,
      float[] c,
      int c0,
      int cRow) {
    int r1 = Math.min(1, rows - 1);
    int r2 = Math.min(2, rows - 1);
    int r3 = Math.min(3, rows - 1);
    FloatVector s00 = FloatVector.fromArray(SPECIES, init, init0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, init, init0 + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, init, init0 + r1 * initRow);
    FloatVector s11 = FloatVector.fromArray(SPECIES, init, init0 + r1 * initRow + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, init, init0 + r2 * initRow);
    FloatVector s21 = FloatVector.fromArray(SPECIES, init, init0 + r2 * initRow + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, init, init0 + r3 * initRow);
    FloatVector s31 = FloatVector.fromArray(SPECIES, init, init0 + r3 * initRow + LANES);
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, b0 + p * WIDTH);
      FloatVector y = FloatVector.fromArray(SPECIES, b, b0 + p * WIDTH + LANES);
      FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + p * 4]);
      s00 = v0.fma(x, s00);
      s01 = v0.fma(y, s01);
      FloatVector v1 = FloatVector.broadcast(SPECIES, a[a0 + p * 4 + 1]);
      s10 = v1.fma(x, s10);
      s11 = v1.fma(y, s11);
      FloatVector v2 = FloatVector.broadcast(SPECIES, a[a0 + p * 4 + 2]);
      s20 = v2.fma(x, s20);
      s21 = v2.fma(y, s21);
      FloatVector v3 = FloatVector.broadcast(SPECIES, a[a0 + p * 4 + 3]);
      s30 = v3.fma(x, s30);
      s31 = v3.fma(y, s31);
    }
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(c, c0);
    s01.max(floor).intoArray(c, c0 + LANES);
    s10.max(floor).intoArray(c, c0 + r1 * cRow);
    s11.max(floor).intoArray(c, c0 + r1 * cRow + LANES);
    s20.max(floor).intoArray(c, c0 + r2 * cRow);
    s21.max(floor).intoArray(c, c0 + r2 * cRow + LANES);
    s30.max(floor).intoArray(c, c0 + r3 * cRow);
    s31.max(floor).intoArray(c, c0 + r3 * cRow + LANES);
  }

  /** One vector wide, in place in scratch memory whose rows are a tile wide. */
  private static void narrow(
      int depth, float[] a, int a0, float[] b, int b0, float[] sums, float least) {
    // Eight sums hide the latency of the addition; where a tile has four rows each stands twice.
    int half = ROWS == 8 ? 4 : 0;
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, 0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, 1 * WIDTH);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH);
    FloatVector s4 = FloatVector.fromArray(SPECIES, sums, half * WIDTH);
    FloatVector s5 = FloatVector.fromArray(SPECIES, sums, (1 + half) * WIDTH);
    FloatVector s6 = FloatVector.fromArray(SPECIES, sums, (2 + half) * WIDTH);
    FloatVector s7 = FloatVector.fromArray(SPECIES, sums, (3 + half) * WIDTH);
    for (int p = 0; p < depth; p++) {
      FloatVector x = FloatVector.fromArray(SPECIES, b, b0 + p * WIDTH);
      s0 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS]).fma(x, s0);
      s1 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 1]).fma(x, s1);
      s2 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 2]).fma(x, s2);
      s3 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 3]).fma(x, s3);
      s4 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + half]).fma(x, s4);
      s5 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + half + 1]).fma(x, s5);
      s6 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + half + 2]).fma(x, s6);
      s7 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + half + 3]).fma(x, s7);
    }
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s0.max(floor).intoArray(sums, 0);
    s1.max(floor).intoArray(sums, 1 * WIDTH);
    s2.max(floor).intoArray(sums, 2 * WIDTH);
    s3.max(floor).intoArray(sums, 3 * WIDTH);
    s4.max(floor).intoArray(sums, half * WIDTH);
    s5.max(floor).intoArray(sums, (1 + half) * WIDTH);
    s6.max(floor).intoArray(sums, (2 + half) * WIDTH);
    s7.max(floor).intoArray(sums, (3 + half) * WIDTH);
  }
}
