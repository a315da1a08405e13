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
  public void copy(float[] to, int t, float[] from, int f, int n, float bias, boolean relu) {
    FloatVector least = FloatVector.broadcast(SPECIES, relu ? 0 : Float.NEGATIVE_INFINITY);
    FloatVector shift = FloatVector.broadcast(SPECIES, bias);
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      FloatVector.fromArray(SPECIES, from, f + i).add(shift).max(least).intoArray(to, t + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector.fromArray(SPECIES, from, f + i, rest)
          .add(shift)
          .max(least)
          .intoArray(to, t + i, rest);
    }
  }

  @Override
  public void addRelu(float[] to, int t, float[] bias, int b, int n, boolean relu) {
    FloatVector least = FloatVector.broadcast(SPECIES, relu ? 0 : Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i + LANES <= n; i += LANES) {
      FloatVector.fromArray(SPECIES, to, t + i)
          .add(FloatVector.fromArray(SPECIES, bias, b + i))
          .max(least)
          .intoArray(to, t + i);
    }
    if (i < n) {
      VectorMask<Float> rest = SPECIES.indexInRange(i, n);
      FloatVector.fromArray(SPECIES, to, t + i, rest)
          .add(FloatVector.fromArray(SPECIES, bias, b + i, rest))
          .max(least)
          .intoArray(to, t + i, rest);
    }
  }
}
