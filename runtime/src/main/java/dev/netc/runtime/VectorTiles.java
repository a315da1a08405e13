package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Tiles of eight rows by two vectors where there are 32 registers, of four by two where there are
 * 16; see docs/performance.md for the measurement. Rows that a tile has too many are computed twice
 * and stored twice, which costs less than a further kernel. A tile that hangs over the right edge
 * is computed in scratch memory: a mask passed between methods would be allocated.
 */
final class VectorTiles implements Tiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;
  private static final int ROWS = LANES >= 16 ? 8 : 4;

  /** Rows of b that stay in the second-level cache while a runs past them: 64 KB of 512 bits. */
  private static final int DEPTH = 512;

  private final float[] edge = new float[ROWS * WIDTH];

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void pack(int rows, float[] b, int bOffset, int row, float[] panel, int offset) {
    for (int i = 0, from = bOffset, to = offset; i < rows; i++, from += row, to += WIDTH) {
      FloatVector.fromArray(SPECIES, b, from).intoArray(panel, to);
      FloatVector.fromArray(SPECIES, b, from + LANES).intoArray(panel, to + LANES);
    }
  }

  @Override
  public void run(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int[] aRows,
      int aColumn,
      float[] b,
      int bOffset,
      int panel,
      int[] bRows,
      float[] c,
      int cOffset,
      int cRow,
      float @Nullable [] bias,
      int biasOffset,
      float least) {
    int blocks = Math.max(1, (k + DEPTH - 1) / DEPTH);
    int depth = (k + blocks - 1) / blocks;
    for (int block = 0; block < blocks; block++) {
      int from = block * depth;
      int to = Math.min(k, from + depth);
      float raised = block == blocks - 1 ? least : Float.NEGATIVE_INFINITY;
      for (int j = 0; j < n; j += WIDTH) {
        int columns = Math.min(WIDTH, n - j);
        int b0 = bOffset + j / WIDTH * panel;
        for (int i = 0; i < m; i += ROWS) {
          int rows = Math.min(ROWS, m - i);
          int c0 = cOffset + i * cRow + j;
          if (m == 1 && n - j >= 2 * WIDTH) {
            float[] init = block > 0 ? c : bias;
            int init0 = block > 0 ? c0 : biasOffset + j;
            rowOfTwo(
                from,
                to,
                a,
                aOffset + aRows[i],
                aColumn,
                b,
                b0,
                b0 + panel,
                bRows,
                init,
                init0,
                raised,
                c,
                c0);
            j += WIDTH;
          } else if (columns % LANES == 0) {
            float[] init = block > 0 ? c : bias;
            int init0 = block > 0 ? c0 : biasOffset + j;
            int initRow = block > 0 ? cRow : 0;
            tile(
                rows, columns, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, init, init0,
                initRow, raised, c, c0, cRow);
          } else {
            edge(rows, columns, block > 0, c, c0, cRow, bias, biasOffset + j);
            tile(
                rows, columns, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, edge, 0,
                WIDTH, raised, edge, 0, WIDTH);
            for (int r = 0; r < rows; r++) {
              System.arraycopy(edge, r * WIDTH, c, c0 + r * cRow, columns);
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
      int bias0) {
    for (int r = 0; r < rows; r++) {
      if (more) {
        System.arraycopy(c, c0 + r * cRow, edge, r * WIDTH, columns);
      } else if (bias != null) {
        System.arraycopy(bias, bias0, edge, r * WIDTH, columns);
      } else {
        Arrays.fill(edge, r * WIDTH, r * WIDTH + columns, 0);
      }
    }
  }

  private static void tile(
      int rows,
      int columns,
      int from,
      int to,
      float[] a,
      int aOffset,
      int[] aRows,
      int i,
      int aColumn,
      float[] b,
      int b0,
      int[] bRows,
      float @Nullable [] init,
      int init0,
      int initRow,
      float least,
      float[] c,
      int c0,
      int cRow) {
    if (columns <= LANES) {
      narrow(
          rows, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, init, init0, initRow, least,
          c, c0, cRow);
    } else if (rows == 1) {
      row(from, to, a, aOffset + aRows[i], aColumn, b, b0, bRows, init, init0, least, c, c0);
    } else if (rows <= 4) {
      four(
          rows, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, init, init0, initRow, least,
          c, c0, cRow);
    } else {
      eight(
          rows, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, init, init0, initRow, least,
          c, c0, cRow);
    }
  }

  private static void eight(
      int rows,
      int from,
      int to,
      float[] a,
      int aOffset,
      int[] aRows,
      int i,
      int aColumn,
      float[] b,
      int b0,
      int[] bRows,
      float @Nullable [] init,
      int init0,
      int initRow,
      float least,
      float[] c,
      int c0,
      int cRow) {
    int a0 = aOffset + aRows[i];
    int a1 = aOffset + aRows[i + 1];
    int a2 = aOffset + aRows[i + 2];
    int a3 = aOffset + aRows[i + 3];
    int a4 = aOffset + aRows[i + 4];
    int a5 = aOffset + aRows[i + Math.min(5, rows - 1)];
    int a6 = aOffset + aRows[i + Math.min(6, rows - 1)];
    int a7 = aOffset + aRows[i + rows - 1];
    int c1 = c0 + Math.min(1, rows - 1) * cRow;
    int c2 = c0 + Math.min(2, rows - 1) * cRow;
    int c3 = c0 + Math.min(3, rows - 1) * cRow;
    int c4 = c0 + Math.min(4, rows - 1) * cRow;
    int c5 = c0 + Math.min(5, rows - 1) * cRow;
    int c6 = c0 + Math.min(6, rows - 1) * cRow;
    int c7 = c0 + Math.min(7, rows - 1) * cRow;
    FloatVector s00 = start(init, init0);
    FloatVector s01 = start(init, init0 + LANES);
    FloatVector s10 = start(init, init0 + Math.min(1, rows - 1) * initRow);
    FloatVector s11 = start(init, init0 + Math.min(1, rows - 1) * initRow + LANES);
    FloatVector s20 = start(init, init0 + Math.min(2, rows - 1) * initRow);
    FloatVector s21 = start(init, init0 + Math.min(2, rows - 1) * initRow + LANES);
    FloatVector s30 = start(init, init0 + Math.min(3, rows - 1) * initRow);
    FloatVector s31 = start(init, init0 + Math.min(3, rows - 1) * initRow + LANES);
    FloatVector s40 = start(init, init0 + Math.min(4, rows - 1) * initRow);
    FloatVector s41 = start(init, init0 + Math.min(4, rows - 1) * initRow + LANES);
    FloatVector s50 = start(init, init0 + Math.min(5, rows - 1) * initRow);
    FloatVector s51 = start(init, init0 + Math.min(5, rows - 1) * initRow + LANES);
    FloatVector s60 = start(init, init0 + Math.min(6, rows - 1) * initRow);
    FloatVector s61 = start(init, init0 + Math.min(6, rows - 1) * initRow + LANES);
    FloatVector s70 = start(init, init0 + Math.min(7, rows - 1) * initRow);
    FloatVector s71 = start(init, init0 + Math.min(7, rows - 1) * initRow + LANES);
    for (int p = from; p < to; p++) {
      int at = b0 + bRows[p];
      int q = p * aColumn;
      FloatVector x = FloatVector.fromArray(SPECIES, b, at);
      FloatVector y = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector r0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
      s00 = r0.fma(x, s00);
      s01 = r0.fma(y, s01);
      FloatVector r1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = r1.fma(x, s10);
      s11 = r1.fma(y, s11);
      FloatVector r2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s20 = r2.fma(x, s20);
      s21 = r2.fma(y, s21);
      FloatVector r3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s30 = r3.fma(x, s30);
      s31 = r3.fma(y, s31);
      FloatVector r4 = FloatVector.broadcast(SPECIES, a[a4 + q]);
      s40 = r4.fma(x, s40);
      s41 = r4.fma(y, s41);
      FloatVector r5 = FloatVector.broadcast(SPECIES, a[a5 + q]);
      s50 = r5.fma(x, s50);
      s51 = r5.fma(y, s51);
      FloatVector r6 = FloatVector.broadcast(SPECIES, a[a6 + q]);
      s60 = r6.fma(x, s60);
      s61 = r6.fma(y, s61);
      FloatVector r7 = FloatVector.broadcast(SPECIES, a[a7 + q]);
      s70 = r7.fma(x, s70);
      s71 = r7.fma(y, s71);
    }
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(c, c0);
    s01.max(floor).intoArray(c, c0 + LANES);
    s10.max(floor).intoArray(c, c1);
    s11.max(floor).intoArray(c, c1 + LANES);
    s20.max(floor).intoArray(c, c2);
    s21.max(floor).intoArray(c, c2 + LANES);
    s30.max(floor).intoArray(c, c3);
    s31.max(floor).intoArray(c, c3 + LANES);
    s40.max(floor).intoArray(c, c4);
    s41.max(floor).intoArray(c, c4 + LANES);
    s50.max(floor).intoArray(c, c5);
    s51.max(floor).intoArray(c, c5 + LANES);
    s60.max(floor).intoArray(c, c6);
    s61.max(floor).intoArray(c, c6 + LANES);
    s70.max(floor).intoArray(c, c7);
    s71.max(floor).intoArray(c, c7 + LANES);
  }

  private static void four(
      int rows,
      int from,
      int to,
      float[] a,
      int aOffset,
      int[] aRows,
      int i,
      int aColumn,
      float[] b,
      int b0,
      int[] bRows,
      float @Nullable [] init,
      int init0,
      int initRow,
      float least,
      float[] c,
      int c0,
      int cRow) {
    int a0 = aOffset + aRows[i];
    int a1 = aOffset + aRows[i + 1];
    int a2 = aOffset + aRows[i + Math.min(2, rows - 1)];
    int a3 = aOffset + aRows[i + rows - 1];
    int c1 = c0 + Math.min(1, rows - 1) * cRow;
    int c2 = c0 + Math.min(2, rows - 1) * cRow;
    int c3 = c0 + Math.min(3, rows - 1) * cRow;
    FloatVector s00 = start(init, init0);
    FloatVector s01 = start(init, init0 + LANES);
    FloatVector s10 = start(init, init0 + Math.min(1, rows - 1) * initRow);
    FloatVector s11 = start(init, init0 + Math.min(1, rows - 1) * initRow + LANES);
    FloatVector s20 = start(init, init0 + Math.min(2, rows - 1) * initRow);
    FloatVector s21 = start(init, init0 + Math.min(2, rows - 1) * initRow + LANES);
    FloatVector s30 = start(init, init0 + Math.min(3, rows - 1) * initRow);
    FloatVector s31 = start(init, init0 + Math.min(3, rows - 1) * initRow + LANES);
    for (int p = from; p < to; p++) {
      int at = b0 + bRows[p];
      int q = p * aColumn;
      FloatVector x = FloatVector.fromArray(SPECIES, b, at);
      FloatVector y = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector r0 = FloatVector.broadcast(SPECIES, a[a0 + q]);
      s00 = r0.fma(x, s00);
      s01 = r0.fma(y, s01);
      FloatVector r1 = FloatVector.broadcast(SPECIES, a[a1 + q]);
      s10 = r1.fma(x, s10);
      s11 = r1.fma(y, s11);
      FloatVector r2 = FloatVector.broadcast(SPECIES, a[a2 + q]);
      s20 = r2.fma(x, s20);
      s21 = r2.fma(y, s21);
      FloatVector r3 = FloatVector.broadcast(SPECIES, a[a3 + q]);
      s30 = r3.fma(x, s30);
      s31 = r3.fma(y, s31);
    }
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(c, c0);
    s01.max(floor).intoArray(c, c0 + LANES);
    s10.max(floor).intoArray(c, c1);
    s11.max(floor).intoArray(c, c1 + LANES);
    s20.max(floor).intoArray(c, c2);
    s21.max(floor).intoArray(c, c2 + LANES);
    s30.max(floor).intoArray(c, c3);
    s31.max(floor).intoArray(c, c3 + LANES);
  }

  private static void row(
      int from,
      int to,
      float[] a,
      int a0,
      int aColumn,
      float[] b,
      int b0,
      int[] bRows,
      float @Nullable [] init,
      int init0,
      float least,
      float[] c,
      int c0) {
    FloatVector s0 = start(init, init0);
    FloatVector s1 = start(init, init0 + LANES);
    for (int p = from; p < to; p++) {
      int at = b0 + bRows[p];
      FloatVector r = FloatVector.broadcast(SPECIES, a[a0 + p * aColumn]);
      s0 = r.fma(FloatVector.fromArray(SPECIES, b, at), s0);
      s1 = r.fma(FloatVector.fromArray(SPECIES, b, at + LANES), s1);
    }
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s0.max(floor).intoArray(c, c0);
    s1.max(floor).intoArray(c, c0 + LANES);
  }

  /** One row by two tiles: more of b is on its way from memory at a time. */
  private static void rowOfTwo(
      int from,
      int to,
      float[] a,
      int a0,
      int aColumn,
      float[] b,
      int b0,
      int b1,
      int[] bRows,
      float @Nullable [] init,
      int init0,
      float least,
      float[] c,
      int c0) {
    FloatVector s0 = start(init, init0);
    FloatVector s1 = start(init, init0 + LANES);
    FloatVector s2 = start(init, init0 + 2 * LANES);
    FloatVector s3 = start(init, init0 + 3 * LANES);
    for (int p = from; p < to; p++) {
      int row = bRows[p];
      FloatVector r = FloatVector.broadcast(SPECIES, a[a0 + p * aColumn]);
      s0 = r.fma(FloatVector.fromArray(SPECIES, b, b0 + row), s0);
      s1 = r.fma(FloatVector.fromArray(SPECIES, b, b0 + row + LANES), s1);
      s2 = r.fma(FloatVector.fromArray(SPECIES, b, b1 + row), s2);
      s3 = r.fma(FloatVector.fromArray(SPECIES, b, b1 + row + LANES), s3);
    }
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s0.max(floor).intoArray(c, c0);
    s1.max(floor).intoArray(c, c0 + LANES);
    s2.max(floor).intoArray(c, c0 + 2 * LANES);
    s3.max(floor).intoArray(c, c0 + 3 * LANES);
  }

  private static FloatVector start(float @Nullable [] init, int at) {
    return init == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, init, at);
  }

  /** One vector wide, eight rows at a time: what is right of the last whole tile. */
  private static void narrow(
      int rows,
      int from,
      int to,
      float[] a,
      int aOffset,
      int[] aRows,
      int i,
      int aColumn,
      float[] b,
      int b0,
      int[] bRows,
      float @Nullable [] init,
      int init0,
      int initRow,
      float least,
      float[] c,
      int c0,
      int cRow) {
    int last = i + rows - 1;
    int a0 = aOffset + aRows[i];
    int a1 = aOffset + aRows[Math.min(i + 1, last)];
    int a2 = aOffset + aRows[Math.min(i + 2, last)];
    int a3 = aOffset + aRows[Math.min(i + 3, last)];
    int a4 = aOffset + aRows[Math.min(i + 4, last)];
    int a5 = aOffset + aRows[Math.min(i + 5, last)];
    int a6 = aOffset + aRows[Math.min(i + 6, last)];
    int a7 = aOffset + aRows[Math.min(i + 7, last)];
    int c1 = c0 + Math.min(1, rows - 1) * cRow;
    int c2 = c0 + Math.min(2, rows - 1) * cRow;
    int c3 = c0 + Math.min(3, rows - 1) * cRow;
    int c4 = c0 + Math.min(4, rows - 1) * cRow;
    int c5 = c0 + Math.min(5, rows - 1) * cRow;
    int c6 = c0 + Math.min(6, rows - 1) * cRow;
    int c7 = c0 + Math.min(7, rows - 1) * cRow;
    FloatVector s0 = start(init, init0);
    FloatVector s1 = start(init, init0 + Math.min(1, rows - 1) * initRow);
    FloatVector s2 = start(init, init0 + Math.min(2, rows - 1) * initRow);
    FloatVector s3 = start(init, init0 + Math.min(3, rows - 1) * initRow);
    FloatVector s4 = start(init, init0 + Math.min(4, rows - 1) * initRow);
    FloatVector s5 = start(init, init0 + Math.min(5, rows - 1) * initRow);
    FloatVector s6 = start(init, init0 + Math.min(6, rows - 1) * initRow);
    FloatVector s7 = start(init, init0 + Math.min(7, rows - 1) * initRow);
    for (int p = from; p < to; p++) {
      int q = p * aColumn;
      FloatVector x = FloatVector.fromArray(SPECIES, b, b0 + bRows[p]);
      s0 = FloatVector.broadcast(SPECIES, a[a0 + q]).fma(x, s0);
      s1 = FloatVector.broadcast(SPECIES, a[a1 + q]).fma(x, s1);
      s2 = FloatVector.broadcast(SPECIES, a[a2 + q]).fma(x, s2);
      s3 = FloatVector.broadcast(SPECIES, a[a3 + q]).fma(x, s3);
      s4 = FloatVector.broadcast(SPECIES, a[a4 + q]).fma(x, s4);
      s5 = FloatVector.broadcast(SPECIES, a[a5 + q]).fma(x, s5);
      s6 = FloatVector.broadcast(SPECIES, a[a6 + q]).fma(x, s6);
      s7 = FloatVector.broadcast(SPECIES, a[a7 + q]).fma(x, s7);
    }
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s0.max(floor).intoArray(c, c0);
    s1.max(floor).intoArray(c, c1);
    s2.max(floor).intoArray(c, c2);
    s3.max(floor).intoArray(c, c3);
    s4.max(floor).intoArray(c, c4);
    s5.max(floor).intoArray(c, c5);
    s6.max(floor).intoArray(c, c6);
    s7.max(floor).intoArray(c, c7);
  }
}
