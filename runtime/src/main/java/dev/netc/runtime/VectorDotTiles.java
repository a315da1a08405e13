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

  private final float[] lanes = new float[4 * TAPS * LANES];

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
          four(o, outputs, t, taps, images, length, dy, dy0, dyImage, x, x0, xImage, lanes);
        } else {
          two(o, outputs, t, taps, images, length, dy, dy0, dyImage, x, x0, xImage, lanes);
        }
        int rows = Math.min(OUTPUTS, outputs - o);
        int columns = Math.min(TAPS, taps.length - t);
        for (int r = 0; r < rows; r++) {
          int place = out0 + (o + r) * taps.length + t;
          for (int c = 0; c < columns; c++) {
            float sum = sum(r * TAPS + c);
            out[place + c] = add ? out[place + c] + sum : sum;
          }
        }
      }
    }
  }

  /** The sum of the lanes of product {@code i}. */
  private float sum(int i) {
    return Lanes.sum(FloatVector.fromArray(SPECIES, lanes, i * LANES));
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
      float[] lanes) {
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
    s00.intoArray(lanes, 0);
    s01.intoArray(lanes, LANES);
    s02.intoArray(lanes, 2 * LANES);
    s03.intoArray(lanes, 3 * LANES);
    s04.intoArray(lanes, 4 * LANES);
    s10.intoArray(lanes, 5 * LANES);
    s11.intoArray(lanes, 6 * LANES);
    s12.intoArray(lanes, 7 * LANES);
    s13.intoArray(lanes, 8 * LANES);
    s14.intoArray(lanes, 9 * LANES);
    s20.intoArray(lanes, 10 * LANES);
    s21.intoArray(lanes, 11 * LANES);
    s22.intoArray(lanes, 12 * LANES);
    s23.intoArray(lanes, 13 * LANES);
    s24.intoArray(lanes, 14 * LANES);
    s30.intoArray(lanes, 15 * LANES);
    s31.intoArray(lanes, 16 * LANES);
    s32.intoArray(lanes, 17 * LANES);
    s33.intoArray(lanes, 18 * LANES);
    s34.intoArray(lanes, 19 * LANES);
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
      float[] lanes) {
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
    s00.intoArray(lanes, 0);
    s01.intoArray(lanes, LANES);
    s02.intoArray(lanes, 2 * LANES);
    s03.intoArray(lanes, 3 * LANES);
    s04.intoArray(lanes, 4 * LANES);
    s10.intoArray(lanes, 5 * LANES);
    s11.intoArray(lanes, 6 * LANES);
    s12.intoArray(lanes, 7 * LANES);
    s13.intoArray(lanes, 8 * LANES);
    s14.intoArray(lanes, 9 * LANES);
  }
}
