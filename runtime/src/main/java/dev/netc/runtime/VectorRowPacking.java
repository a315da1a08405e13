package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The shuffles behind {@link PackedRows}: element by element the packing of a left factor costs
 * some 7 % of a product of 512 columns, by whole vectors 1 %.
 */
final class VectorRowPacking {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  // The lower and the upper halves of two vectors, lane by lane in turn.
  private static final VectorShuffle<Float> LOW =
      VectorShuffle.fromOp(SPECIES, i -> i / 2 - (i % 2 == 0 ? 0 : LANES));
  private static final VectorShuffle<Float> HIGH =
      VectorShuffle.fromOp(SPECIES, i -> LANES / 2 + i / 2 - (i % 2 == 0 ? 0 : LANES));

  // The lower and the upper halves of two vectors, one after the other.
  private static final VectorShuffle<Float> LOWER_HALVES =
      VectorShuffle.fromOp(SPECIES, i -> i < LANES / 2 ? i : i - LANES / 2 - LANES);
  private static final VectorShuffle<Float> UPPER_HALVES =
      VectorShuffle.fromOp(SPECIES, i -> i < LANES / 2 ? i + LANES / 2 : i - LANES);

  private VectorRowPacking() {}

  /**
   * Interleaves eight rows of contiguous elements, which start at {@code r0}, {@code r1}, ...;
   * perfect shuffles, as those of a fast Fourier transform. The last step ends with the rows, and
   * may repeat a part of the one before.
   *
   * @param depth at least the lanes
   */
  static void eight(
      int depth,
      float[] a,
      int r0,
      int r1,
      int r2,
      int r3,
      int r4,
      int r5,
      int r6,
      int r7,
      float[] panels,
      int at) {
    for (int step = 0; step < depth; step += LANES) {
      int p = Math.min(step, depth - LANES);
      FloatVector v0 = FloatVector.fromArray(SPECIES, a, r0 + p);
      FloatVector v1 = FloatVector.fromArray(SPECIES, a, r1 + p);
      FloatVector v2 = FloatVector.fromArray(SPECIES, a, r2 + p);
      FloatVector v3 = FloatVector.fromArray(SPECIES, a, r3 + p);
      FloatVector v4 = FloatVector.fromArray(SPECIES, a, r4 + p);
      FloatVector v5 = FloatVector.fromArray(SPECIES, a, r5 + p);
      FloatVector v6 = FloatVector.fromArray(SPECIES, a, r6 + p);
      FloatVector v7 = FloatVector.fromArray(SPECIES, a, r7 + p);
      FloatVector x0 = v0.rearrange(LOW, v4);
      FloatVector x1 = v0.rearrange(HIGH, v4);
      FloatVector x2 = v1.rearrange(LOW, v5);
      FloatVector x3 = v1.rearrange(HIGH, v5);
      FloatVector x4 = v2.rearrange(LOW, v6);
      FloatVector x5 = v2.rearrange(HIGH, v6);
      FloatVector x6 = v3.rearrange(LOW, v7);
      FloatVector x7 = v3.rearrange(HIGH, v7);
      FloatVector y0 = x0.rearrange(LOW, x4);
      FloatVector y1 = x0.rearrange(HIGH, x4);
      FloatVector y2 = x1.rearrange(LOW, x5);
      FloatVector y3 = x1.rearrange(HIGH, x5);
      FloatVector y4 = x2.rearrange(LOW, x6);
      FloatVector y5 = x2.rearrange(HIGH, x6);
      FloatVector y6 = x3.rearrange(LOW, x7);
      FloatVector y7 = x3.rearrange(HIGH, x7);
      FloatVector z0 = y0.rearrange(LOW, y4);
      FloatVector z1 = y0.rearrange(HIGH, y4);
      FloatVector z2 = y1.rearrange(LOW, y5);
      FloatVector z3 = y1.rearrange(HIGH, y5);
      FloatVector z4 = y2.rearrange(LOW, y6);
      FloatVector z5 = y2.rearrange(HIGH, y6);
      FloatVector z6 = y3.rearrange(LOW, y7);
      FloatVector z7 = y3.rearrange(HIGH, y7);
      z0.intoArray(panels, at + p * 8);
      z1.intoArray(panels, at + p * 8 + LANES);
      z2.intoArray(panels, at + p * 8 + 2 * LANES);
      z3.intoArray(panels, at + p * 8 + 3 * LANES);
      z4.intoArray(panels, at + p * 8 + 4 * LANES);
      z5.intoArray(panels, at + p * 8 + 5 * LANES);
      z6.intoArray(panels, at + p * 8 + 6 * LANES);
      z7.intoArray(panels, at + p * 8 + 7 * LANES);
    }
  }

  /** As {@link #eight} with four rows. */
  static void four(int depth, float[] a, int r0, int r1, int r2, int r3, float[] panels, int at) {
    for (int step = 0; step < depth; step += LANES) {
      int p = Math.min(step, depth - LANES);
      FloatVector v0 = FloatVector.fromArray(SPECIES, a, r0 + p);
      FloatVector v1 = FloatVector.fromArray(SPECIES, a, r1 + p);
      FloatVector v2 = FloatVector.fromArray(SPECIES, a, r2 + p);
      FloatVector v3 = FloatVector.fromArray(SPECIES, a, r3 + p);
      FloatVector x0 = v0.rearrange(LOW, v2);
      FloatVector x1 = v0.rearrange(HIGH, v2);
      FloatVector x2 = v1.rearrange(LOW, v3);
      FloatVector x3 = v1.rearrange(HIGH, v3);
      FloatVector y0 = x0.rearrange(LOW, x2);
      FloatVector y1 = x0.rearrange(HIGH, x2);
      FloatVector y2 = x1.rearrange(LOW, x3);
      FloatVector y3 = x1.rearrange(HIGH, x3);
      y0.intoArray(panels, at + p * 4);
      y1.intoArray(panels, at + p * 4 + LANES);
      y2.intoArray(panels, at + p * 4 + 2 * LANES);
      y3.intoArray(panels, at + p * 4 + 3 * LANES);
    }
  }

  /**
   * Copies two neighbouring panels, of half the lanes each, from a factor whose rows are contiguous
   * down the columns.
   *
   * @param depth an even number
   * @param second where the second panel goes
   */
  static void twoPanels(
      int depth, float[] a, int a0, int column, float[] panels, int first, int second) {
    for (int p = 0; p < depth; p += 2) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, a0 + p * column);
      FloatVector y = FloatVector.fromArray(SPECIES, a, a0 + p * column + column);
      x.rearrange(LOWER_HALVES, y).intoArray(panels, first + p * (LANES / 2));
      x.rearrange(UPPER_HALVES, y).intoArray(panels, second + p * (LANES / 2));
    }
  }
}
