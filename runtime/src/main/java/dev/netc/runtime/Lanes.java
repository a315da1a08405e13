package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The words in which generated classes write their loops over vectors. */
public final class Lanes {
  /** The widest vectors of this machine. */
  public static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;

  /** Elements of a vector. */
  public static final int COUNT = F32.length();

  // Shuffles that bring lane i ^ 8, i ^ 4, ... to lane i, so that lanes are combined in an order
  // that never changes, as that of reduceLanes may.
  private static final VectorShuffle<Float> BY_EIGHT = exchange(8);
  private static final VectorShuffle<Float> BY_FOUR = exchange(4);
  private static final VectorShuffle<Float> BY_TWO = exchange(2);
  private static final VectorShuffle<Float> BY_ONE = exchange(1);

  private Lanes() {}

  private static VectorShuffle<Float> exchange(int distance) {
    return VectorShuffle.fromOp(F32, i -> (i ^ distance) % COUNT);
  }

  /** Elements {@code i} to {@code i + COUNT} of an array. */
  public static FloatVector load(float[] array, int i) {
    return FloatVector.fromArray(F32, array, i);
  }

  /** The same number in every lane. */
  public static FloatVector all(float value) {
    return FloatVector.broadcast(F32, value);
  }

  /** The sum of the lanes. */
  public static float sum(FloatVector v) {
    FloatVector sum = v;
    if (COUNT > 8) {
      sum = sum.add(sum.rearrange(BY_EIGHT));
    }
    if (COUNT > 4) {
      sum = sum.add(sum.rearrange(BY_FOUR));
    }
    if (COUNT > 2) {
      sum = sum.add(sum.rearrange(BY_TWO));
    }
    return sum.add(sum.rearrange(BY_ONE)).lane(0);
  }

  /** The largest lane. */
  public static float largest(FloatVector v) {
    float largest = v.lane(0);
    for (int i = 1; i < COUNT; i++) {
      largest = Math.max(largest, v.lane(i));
    }
    return largest;
  }

  /** The smallest lane. */
  public static float smallest(FloatVector v) {
    return -largest(v.neg());
  }
}
