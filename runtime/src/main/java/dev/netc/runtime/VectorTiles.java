package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

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

  /** Rows of b that stay in the first-level cache while a runs past them: 32 KB of 512 bits. */
  private static final int DEPTH = 256;

  private final float[] edge = new float[ROWS * WIDTH];

  @Override
  public int width() {
    return WIDTH;
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
      boolean add) {
    for (int from = 0; from < k; from += DEPTH) {
      int to = Math.min(k, from + DEPTH);
      boolean more = add || from > 0;
      for (int j = 0; j < n; j += WIDTH) {
        int b0 = bOffset + j / WIDTH * panel;
        for (int i = 0; i < m; i += ROWS) {
          int rows = Math.min(ROWS, m - i);
          int c0 = cOffset + i * cRow + j;
          if (n - j >= WIDTH) {
            wide(rows, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, c, c0, cRow, more);
          } else {
            boolean narrow = n - j <= LANES;
            if (narrow) {
              narrow(rows, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, edge, 0, WIDTH);
            } else {
              wide(
                  rows, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, edge, 0, WIDTH,
                  false);
            }
            copyEdge(rows, n - j, c, c0, cRow, more);
          }
        }
      }
    }
  }

  private void copyEdge(int rows, int columns, float[] c, int c0, int cRow, boolean add) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float value = edge[i * WIDTH + j];
        c[c0 + i * cRow + j] = add ? c[c0 + i * cRow + j] + value : value;
      }
    }
  }

  private static void wide(
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
      float[] c,
      int c0,
      int cRow,
      boolean add) {
    if (rows == 1) {
      row(from, to, a, aOffset + aRows[i], aColumn, b, b0, bRows, c, c0, add);
    } else if (rows <= 4) {
      four(rows, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, c, c0, cRow, add);
    } else {
      eight(rows, from, to, a, aOffset, aRows, i, aColumn, b, b0, bRows, c, c0, cRow, add);
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
      float[] c,
      int c0,
      int cRow,
      boolean add) {
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
    FloatVector s00 = start(c, c0, add);
    FloatVector s01 = start(c, c0 + LANES, add);
    FloatVector s10 = start(c, c1, add);
    FloatVector s11 = start(c, c1 + LANES, add);
    FloatVector s20 = start(c, c2, add);
    FloatVector s21 = start(c, c2 + LANES, add);
    FloatVector s30 = start(c, c3, add);
    FloatVector s31 = start(c, c3 + LANES, add);
    FloatVector s40 = start(c, c4, add);
    FloatVector s41 = start(c, c4 + LANES, add);
    FloatVector s50 = start(c, c5, add);
    FloatVector s51 = start(c, c5 + LANES, add);
    FloatVector s60 = start(c, c6, add);
    FloatVector s61 = start(c, c6 + LANES, add);
    FloatVector s70 = start(c, c7, add);
    FloatVector s71 = start(c, c7 + LANES, add);
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
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + LANES);
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + LANES);
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + LANES);
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + LANES);
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
      float[] c,
      int c0,
      int cRow,
      boolean add) {
    int a0 = aOffset + aRows[i];
    int a1 = aOffset + aRows[i + 1];
    int a2 = aOffset + aRows[i + Math.min(2, rows - 1)];
    int a3 = aOffset + aRows[i + rows - 1];
    int c1 = c0 + Math.min(1, rows - 1) * cRow;
    int c2 = c0 + Math.min(2, rows - 1) * cRow;
    int c3 = c0 + Math.min(3, rows - 1) * cRow;
    FloatVector s00 = start(c, c0, add);
    FloatVector s01 = start(c, c0 + LANES, add);
    FloatVector s10 = start(c, c1, add);
    FloatVector s11 = start(c, c1 + LANES, add);
    FloatVector s20 = start(c, c2, add);
    FloatVector s21 = start(c, c2 + LANES, add);
    FloatVector s30 = start(c, c3, add);
    FloatVector s31 = start(c, c3 + LANES, add);
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
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
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
      float[] c,
      int c0,
      boolean add) {
    FloatVector s0 = start(c, c0, add);
    FloatVector s1 = start(c, c0 + LANES, add);
    for (int p = from; p < to; p++) {
      int at = b0 + bRows[p];
      FloatVector r = FloatVector.broadcast(SPECIES, a[a0 + p * aColumn]);
      s0 = r.fma(FloatVector.fromArray(SPECIES, b, at), s0);
      s1 = r.fma(FloatVector.fromArray(SPECIES, b, at + LANES), s1);
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + LANES);
  }

  private static FloatVector start(float[] c, int at, boolean add) {
    return add ? FloatVector.fromArray(SPECIES, c, at) : FloatVector.zero(SPECIES);
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
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
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
    s0.intoArray(c, c0);
    s1.intoArray(c, c1);
    s2.intoArray(c, c2);
    s3.intoArray(c, c3);
    s4.intoArray(c, c4);
    s5.intoArray(c, c5);
    s6.intoArray(c, c6);
    s7.intoArray(c, c7);
  }
}
