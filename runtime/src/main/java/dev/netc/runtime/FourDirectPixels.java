package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The tiles of four pixels of {@link VectorDirectTiles}, for machines of 16 registers. */
final class FourDirectPixels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;

  private FourDirectPixels() {}

  static void byTwo(
      float[] x,
      int base,
      int[] starts,
      int[] lengths,
      float[] w,
      int w0,
      int pixels,
      float[] y,
      int y0,
      int step,
      float[] init,
      int outputs,
      float least) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s11 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s21 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s31 = FloatVector.fromArray(SPECIES, init, LANES);
    int at = w0;
    for (int run = 0; run < starts.length; run++) {
      int from = base + starts[run];
      int length = lengths[run];
      for (int k = 0; k < length; k++) {
        FloatVector u = FloatVector.fromArray(SPECIES, w, at + k * WIDTH);
        FloatVector v = FloatVector.fromArray(SPECIES, w, at + k * WIDTH + LANES);
        FloatVector x0 = FloatVector.broadcast(SPECIES, x[from + k]);
        s00 = x0.fma(u, s00);
        s01 = x0.fma(v, s01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, x[from + k + 16]);
        s10 = x1.fma(u, s10);
        s11 = x1.fma(v, s11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, x[from + k + 32]);
        s20 = x2.fma(u, s20);
        s21 = x2.fma(v, s21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, x[from + k + 48]);
        s30 = x3.fma(u, s30);
        s31 = x3.fma(v, s31);
      }
      at += length * WIDTH;
    }
    VectorMask<Float> mask = SPECIES.indexInRange(LANES, outputs);
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(y, y0);
    s01.max(floor).intoArray(y, y0 + LANES, mask);
    if (pixels > 1) {
      s10.max(floor).intoArray(y, y0 + step);
      s11.max(floor).intoArray(y, y0 + step + LANES, mask);
    }
    if (pixels > 2) {
      s20.max(floor).intoArray(y, y0 + 2 * step);
      s21.max(floor).intoArray(y, y0 + 2 * step + LANES, mask);
    }
    if (pixels > 3) {
      s30.max(floor).intoArray(y, y0 + 3 * step);
      s31.max(floor).intoArray(y, y0 + 3 * step + LANES, mask);
    }
  }

  static void byOne(
      float[] x,
      int base,
      int[] starts,
      int[] lengths,
      float[] w,
      int w0,
      int pixels,
      float[] y,
      int y0,
      int step,
      float[] init,
      int outputs,
      float least) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s10 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s20 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s30 = FloatVector.fromArray(SPECIES, init, 0);
    int at = w0;
    for (int run = 0; run < starts.length; run++) {
      int from = base + starts[run];
      int length = lengths[run];
      for (int k = 0; k < length; k++) {
        FloatVector u = FloatVector.fromArray(SPECIES, w, at + k * WIDTH);
        FloatVector x0 = FloatVector.broadcast(SPECIES, x[from + k]);
        s00 = x0.fma(u, s00);
        FloatVector x1 = FloatVector.broadcast(SPECIES, x[from + k + 16]);
        s10 = x1.fma(u, s10);
        FloatVector x2 = FloatVector.broadcast(SPECIES, x[from + k + 32]);
        s20 = x2.fma(u, s20);
        FloatVector x3 = FloatVector.broadcast(SPECIES, x[from + k + 48]);
        s30 = x3.fma(u, s30);
      }
      at += length * WIDTH;
    }
    VectorMask<Float> mask = SPECIES.indexInRange(0, outputs);
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(y, y0, mask);
    if (pixels > 1) {
      s10.max(floor).intoArray(y, y0 + step, mask);
    }
    if (pixels > 2) {
      s20.max(floor).intoArray(y, y0 + 2 * step, mask);
    }
    if (pixels > 3) {
      s30.max(floor).intoArray(y, y0 + 3 * step, mask);
    }
  }
}
