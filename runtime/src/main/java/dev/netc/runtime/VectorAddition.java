package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The addition on vectors, the last one under a mask. */
final class VectorAddition implements Addition {
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
}
