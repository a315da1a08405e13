package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner products on vectors: tiles of four outputs by five taps where there are 32 registers,
 * of two by five where there are 16. Products that a tile has too many are computed and dropped.
 */
final class VectorDotTiles implements DotTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int OUTPUTS = LANES >= 16 ? 4 : 2;
  private static final int TAPS = 5;

  private final float[] sums = new float[4 * TAPS];

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void run(
      int outputs,
      int[] taps,
      int images,
      int length,
      float[] dy,
      int dy0,
      int dyImage,
      float[] x,
      int x0,
      int xImage,
      float[] out,
      int out0,
      boolean add) {
    for (int o = 0; o < outputs; o += OUTPUTS) {
      for (int t = 0; t < taps.length; t += TAPS) {
        if (OUTPUTS == 4) {
          four(o, outputs, t, taps, images, length, dy, dy0, dyImage, x, x0, xImage, sums);
        } else {
          two(o, outputs, t, taps, images, length, dy, dy0, dyImage, x, x0, xImage, sums);
        }
        int rows = Math.min(OUTPUTS, outputs - o);
        int columns = Math.min(TAPS, taps.length - t);
        for (int r = 0; r < rows; r++) {
          int place = out0 + (o + r) * taps.length + t;
          for (int c = 0; c < columns; c++) {
            float sum = sums[r * TAPS + c];
            out[place + c] = add ? out[place + c] + sum : sum;
          }
        }
      }
    }
  }

  /** Four outputs, five taps: twenty sums, four cotangents and a pixel in registers. */
  private static void four(
      int o,
      int outputs,
      int t,
      int[] taps,
      int images,
      int length,
      float[] dy,
      int dy0,
      int dyImage,
      float[] x,
      int x0,
      int xImage,
      float[] sums) {
    int last = taps.length - 1;
    int d0 = dy0 + o * length;
    int d1 = dy0 + Math.min(o + 1, outputs - 1) * length;
    int d2 = dy0 + Math.min(o + 2, outputs - 1) * length;
    int d3 = dy0 + Math.min(o + 3, outputs - 1) * length;
    int t0 = x0 + taps[t];
    int t1 = x0 + taps[Math.min(t + 1, last)];
    int t2 = x0 + taps[Math.min(t + 2, last)];
    int t3 = x0 + taps[Math.min(t + 3, last)];
    int t4 = x0 + taps[Math.min(t + 4, last)];
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    FloatVector s04 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s12 = FloatVector.zero(SPECIES);
    FloatVector s13 = FloatVector.zero(SPECIES);
    FloatVector s14 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s22 = FloatVector.zero(SPECIES);
    FloatVector s23 = FloatVector.zero(SPECIES);
    FloatVector s24 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    FloatVector s32 = FloatVector.zero(SPECIES);
    FloatVector s33 = FloatVector.zero(SPECIES);
    FloatVector s34 = FloatVector.zero(SPECIES);
    for (int i = 0; i < images; i++) {
      int d = i * dyImage;
      int at = i * xImage;
      for (int f = 0; f < length; f += LANES) {
        FloatVector g0 = FloatVector.fromArray(SPECIES, dy, d0 + d + f);
        FloatVector g1 = FloatVector.fromArray(SPECIES, dy, d1 + d + f);
        FloatVector g2 = FloatVector.fromArray(SPECIES, dy, d2 + d + f);
        FloatVector g3 = FloatVector.fromArray(SPECIES, dy, d3 + d + f);
        FloatVector v0 = FloatVector.fromArray(SPECIES, x, t0 + at + f);
        s00 = g0.fma(v0, s00);
        s10 = g1.fma(v0, s10);
        s20 = g2.fma(v0, s20);
        s30 = g3.fma(v0, s30);
        FloatVector v1 = FloatVector.fromArray(SPECIES, x, t1 + at + f);
        s01 = g0.fma(v1, s01);
        s11 = g1.fma(v1, s11);
        s21 = g2.fma(v1, s21);
        s31 = g3.fma(v1, s31);
        FloatVector v2 = FloatVector.fromArray(SPECIES, x, t2 + at + f);
        s02 = g0.fma(v2, s02);
        s12 = g1.fma(v2, s12);
        s22 = g2.fma(v2, s22);
        s32 = g3.fma(v2, s32);
        FloatVector v3 = FloatVector.fromArray(SPECIES, x, t3 + at + f);
        s03 = g0.fma(v3, s03);
        s13 = g1.fma(v3, s13);
        s23 = g2.fma(v3, s23);
        s33 = g3.fma(v3, s33);
        FloatVector v4 = FloatVector.fromArray(SPECIES, x, t4 + at + f);
        s04 = g0.fma(v4, s04);
        s14 = g1.fma(v4, s14);
        s24 = g2.fma(v4, s24);
        s34 = g3.fma(v4, s34);
      }
    }
    sums[0] = Lanes.sum(s00);
    sums[1] = Lanes.sum(s01);
    sums[2] = Lanes.sum(s02);
    sums[3] = Lanes.sum(s03);
    sums[4] = Lanes.sum(s04);
    sums[5] = Lanes.sum(s10);
    sums[6] = Lanes.sum(s11);
    sums[7] = Lanes.sum(s12);
    sums[8] = Lanes.sum(s13);
    sums[9] = Lanes.sum(s14);
    sums[10] = Lanes.sum(s20);
    sums[11] = Lanes.sum(s21);
    sums[12] = Lanes.sum(s22);
    sums[13] = Lanes.sum(s23);
    sums[14] = Lanes.sum(s24);
    sums[15] = Lanes.sum(s30);
    sums[16] = Lanes.sum(s31);
    sums[17] = Lanes.sum(s32);
    sums[18] = Lanes.sum(s33);
    sums[19] = Lanes.sum(s34);
  }

  /** Two outputs, five taps. */
  private static void two(
      int o,
      int outputs,
      int t,
      int[] taps,
      int images,
      int length,
      float[] dy,
      int dy0,
      int dyImage,
      float[] x,
      int x0,
      int xImage,
      float[] sums) {
    int last = taps.length - 1;
    int d0 = dy0 + o * length;
    int d1 = dy0 + Math.min(o + 1, outputs - 1) * length;
    int t0 = x0 + taps[t];
    int t1 = x0 + taps[Math.min(t + 1, last)];
    int t2 = x0 + taps[Math.min(t + 2, last)];
    int t3 = x0 + taps[Math.min(t + 3, last)];
    int t4 = x0 + taps[Math.min(t + 4, last)];
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    FloatVector s04 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s12 = FloatVector.zero(SPECIES);
    FloatVector s13 = FloatVector.zero(SPECIES);
    FloatVector s14 = FloatVector.zero(SPECIES);
    for (int i = 0; i < images; i++) {
      int d = i * dyImage;
      int at = i * xImage;
      for (int f = 0; f < length; f += LANES) {
        FloatVector g0 = FloatVector.fromArray(SPECIES, dy, d0 + d + f);
        FloatVector g1 = FloatVector.fromArray(SPECIES, dy, d1 + d + f);
        FloatVector v0 = FloatVector.fromArray(SPECIES, x, t0 + at + f);
        s00 = g0.fma(v0, s00);
        s10 = g1.fma(v0, s10);
        FloatVector v1 = FloatVector.fromArray(SPECIES, x, t1 + at + f);
        s01 = g0.fma(v1, s01);
        s11 = g1.fma(v1, s11);
        FloatVector v2 = FloatVector.fromArray(SPECIES, x, t2 + at + f);
        s02 = g0.fma(v2, s02);
        s12 = g1.fma(v2, s12);
        FloatVector v3 = FloatVector.fromArray(SPECIES, x, t3 + at + f);
        s03 = g0.fma(v3, s03);
        s13 = g1.fma(v3, s13);
        FloatVector v4 = FloatVector.fromArray(SPECIES, x, t4 + at + f);
        s04 = g0.fma(v4, s04);
        s14 = g1.fma(v4, s14);
      }
    }
    sums[0] = Lanes.sum(s00);
    sums[1] = Lanes.sum(s01);
    sums[2] = Lanes.sum(s02);
    sums[3] = Lanes.sum(s03);
    sums[4] = Lanes.sum(s04);
    sums[5] = Lanes.sum(s10);
    sums[6] = Lanes.sum(s11);
    sums[7] = Lanes.sum(s12);
    sums[8] = Lanes.sum(s13);
    sums[9] = Lanes.sum(s14);
  }
}
