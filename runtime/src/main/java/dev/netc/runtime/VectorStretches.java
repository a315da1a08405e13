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
}
