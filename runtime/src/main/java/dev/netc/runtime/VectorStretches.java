package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The stretches on vectors, the last one under a mask. */
final class VectorStretches implements Stretches {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void add(float[] to, int t, float[] from, int f, int n) {
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      FloatVector.fromArray(SPECIES, to, t + i)
          .add(FloatVector.fromArray(SPECIES, from, f + i))
          .intoArray(to, t + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector.fromArray(SPECIES, to, t + i, rest)
          .add(FloatVector.fromArray(SPECIES, from, f + i, rest))
          .intoArray(to, t + i, rest);
    }
  }

  @Override
  public void copy(
      float[] to,
      int t,
      int tRow,
      float[] from,
      int f,
      int fRow,
      int rows,
      int n,
      float bias,
      boolean relu) {
    FloatVector least = FloatVector.broadcast(SPECIES, relu ? 0 : Float.NEGATIVE_INFINITY);
    FloatVector shift = FloatVector.broadcast(SPECIES, bias);
    int whole = SPECIES.loopBound(n);
    VectorMask<Float> rest = SPECIES.indexInRange(whole, n);
    for (int r = 0, at = t, of = f; r < rows; r++, at += tRow, of += fRow) {
      for (int i = 0; i < whole; i += LANES) {
        FloatVector.fromArray(SPECIES, from, of + i).add(shift).max(least).intoArray(to, at + i);
      }
      if (whole < n) {
        FloatVector.fromArray(SPECIES, from, of + whole, rest)
            .add(shift)
            .max(least)
            .intoArray(to, at + whole, rest);
      }
    }
  }

  @Override
  public void finish(
      float[] y,
      int y0,
      int n,
      float[] scale,
      int s0,
      float[] bias,
      int b0,
      float[] residual,
      int r0,
      float least) {
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    boolean scales = scale.length > 0;
    boolean shifts = bias.length > 0;
    boolean adds = residual.length > 0;
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, y0 + i);
      sum = scales ? sum.mul(FloatVector.fromArray(SPECIES, scale, s0 + i)) : sum;
      sum = shifts ? sum.add(FloatVector.fromArray(SPECIES, bias, b0 + i)) : sum;
      sum = adds ? sum.add(FloatVector.fromArray(SPECIES, residual, r0 + i)) : sum;
      sum.max(floor).intoArray(y, y0 + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector sum = FloatVector.fromArray(SPECIES, y, y0 + i, rest);
      sum = scales ? sum.mul(FloatVector.fromArray(SPECIES, scale, s0 + i, rest)) : sum;
      sum = shifts ? sum.add(FloatVector.fromArray(SPECIES, bias, b0 + i, rest)) : sum;
      sum = adds ? sum.add(FloatVector.fromArray(SPECIES, residual, r0 + i, rest)) : sum;
      sum.max(floor).intoArray(y, y0 + i, rest);
    }
  }
}
