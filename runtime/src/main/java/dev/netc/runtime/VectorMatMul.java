package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of four rows by two vectors, whose eight accumulators stay in registers. A tile that hangs
 * over the right edge is computed in scratch memory: a mask passed between methods would be
 * allocated.
 */
final class VectorMatMul implements MatMul.Kernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;
  private static final int ROWS = 4;

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
      int aRow,
      int aColumn,
      float[] b,
      int bOffset,
      int panel,
      int bRow,
      float[] c,
      int cOffset,
      int cRow,
      boolean add) {
    for (int j = 0; j < n; j += WIDTH) {
      int from = bOffset + j / WIDTH * panel;
      for (int i = 0; i < m; i += ROWS) {
        int rows = Math.min(ROWS, m - i);
        int at = aOffset + i * aRow;
        int to = cOffset + i * cRow + j;
        if (j + WIDTH <= n) {
          tile(rows, k, a, at, aRow, aColumn, b, from, bRow, c, to, cRow, add);
        } else {
          tile(rows, k, a, at, aRow, aColumn, b, from, bRow, edge, 0, WIDTH, false);
          copyEdge(rows, n - j, c, to, cRow, add);
        }
      }
    }
  }

  private static void tile(
      int rows,
      int k,
      float[] a,
      int at,
      int aRow,
      int aColumn,
      float[] b,
      int from,
      int bRow,
      float[] c,
      int to,
      int cRow,
      boolean add) {
    if (rows == ROWS) {
      rows4(k, a, at, aRow, aColumn, b, from, bRow, c, to, cRow, add);
    } else {
      for (int i = 0; i < rows; i++) {
        row(k, a, at + i * aRow, aColumn, b, from, bRow, c, to + i * cRow, add);
      }
    }
  }

  private void copyEdge(int rows, int columns, float[] c, int to, int cRow, boolean add) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float value = edge[i * WIDTH + j];
        c[to + i * cRow + j] = add ? c[to + i * cRow + j] + value : value;
      }
    }
  }

  private static void rows4(
      int k,
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int from,
      int bRow,
      float[] c,
      int c0,
      int cRow,
      boolean add) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    int at = a0;
    int next = from;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, next);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, next + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[at]);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[at + aRow]);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRow]);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRow]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      at += aColumn;
      next += bRow;
    }
    if (add) {
      s00 = s00.add(FloatVector.fromArray(SPECIES, c, c0));
      s01 = s01.add(FloatVector.fromArray(SPECIES, c, c0 + LANES));
      s10 = s10.add(FloatVector.fromArray(SPECIES, c, c0 + cRow));
      s11 = s11.add(FloatVector.fromArray(SPECIES, c, c0 + cRow + LANES));
      s20 = s20.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow));
      s21 = s21.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * cRow + LANES));
      s30 = s30.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow));
      s31 = s31.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * cRow + LANES));
    }
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
    s10.intoArray(c, c0 + cRow);
    s11.intoArray(c, c0 + cRow + LANES);
    s20.intoArray(c, c0 + 2 * cRow);
    s21.intoArray(c, c0 + 2 * cRow + LANES);
    s30.intoArray(c, c0 + 3 * cRow);
    s31.intoArray(c, c0 + 3 * cRow + LANES);
  }

  private static void row(
      int k,
      float[] a,
      int a0,
      int aColumn,
      float[] b,
      int from,
      int bRow,
      float[] c,
      int c0,
      boolean add) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + p * aColumn]);
      s0 = x.fma(FloatVector.fromArray(SPECIES, b, from + p * bRow), s0);
      s1 = x.fma(FloatVector.fromArray(SPECIES, b, from + p * bRow + LANES), s1);
    }
    if (add) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, c, c0));
      s1 = s1.add(FloatVector.fromArray(SPECIES, c, c0 + LANES));
    }
    s0.intoArray(c, c0);
    s1.intoArray(c, c0 + LANES);
  }
}
