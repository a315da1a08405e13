package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Pooling on vectors of channels, under a mask that is full except for the last ones. */
final class VectorChannelPools implements ChannelPools {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static FloatVector load(float[] array, int at, VectorMask<Float> mask) {
    return FloatVector.fromArray(SPECIES, array, at, mask);
  }

  @Override
  public void max(
      int channels,
      float[] x,
      int x0,
      int[] taps,
      int count,
      float[] v,
      int v0,
      float[] y,
      int y0) {
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      FloatVector best = load(x, x0 + taps[0] + c, mask);
      FloatVector chosen = load(v, v0 + taps[0] + c, mask);
      for (int t = 1; t < count; t++) {
        FloatVector next = load(x, x0 + taps[t] + c, mask);
        VectorMask<Float> larger = next.compare(VectorOperators.GT, best);
        best = best.blend(next, larger);
        chosen = chosen.blend(load(v, v0 + taps[t] + c, mask), larger);
      }
      chosen.intoArray(y, y0 + c, mask);
    }
  }

  @Override
  public void maxGradient(
      int channels,
      float[] x,
      int x0,
      int[] taps,
      int count,
      float[] dy,
      int dy0,
      float[] dx,
      int dx0) {
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      FloatVector best = load(x, x0 + taps[0] + c, mask);
      FloatVector number = FloatVector.zero(SPECIES);
      for (int t = 1; t < count; t++) {
        FloatVector next = load(x, x0 + taps[t] + c, mask);
        VectorMask<Float> larger = next.compare(VectorOperators.GT, best);
        best = best.blend(next, larger);
        number = number.blend(t, larger);
      }
      FloatVector cotangents = load(dy, dy0 + c, mask);
      for (int t = 0; t < count; t++) {
        VectorMask<Float> here = number.compare(VectorOperators.EQ, t).and(mask);
        int at = dx0 + taps[t] + c;
        if (here.anyTrue()) {
          load(dx, at, mask).add(cotangents, here).intoArray(dx, at, mask);
        }
      }
    }
  }

  @Override
  public void sum(int channels, float[] x, int x0, int[] taps, int count, float[] y, int y0) {
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int t = 0; t < count; t++) {
        sum = sum.add(load(x, x0 + taps[t] + c, mask));
      }
      sum.intoArray(y, y0 + c, mask);
    }
  }

  @Override
  public void sumGradient(
      int channels, float[] dy, int dy0, int[] taps, int count, float[] dx, int dx0) {
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      FloatVector cotangents = load(dy, dy0 + c, mask);
      for (int t = 0; t < count; t++) {
        int at = dx0 + taps[t] + c;
        load(dx, at, mask).add(cotangents).intoArray(dx, at, mask);
      }
    }
  }
}
