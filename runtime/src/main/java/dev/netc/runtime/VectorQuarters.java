package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The windows on vectors: even and odd columns are taken apart and put together again. */
final class VectorQuarters implements Quarters {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int HALF = LANES / 2;

  // Even (odd) lanes come to the lower half and, from the next vector, to the upper half.
  private static final VectorShuffle<Float> EVENS =
      VectorShuffle.fromOp(SPECIES, i -> 2 * i % LANES);
  private static final VectorShuffle<Float> ODDS =
      VectorShuffle.fromOp(SPECIES, i -> (2 * i + 1) % LANES);
  private static final VectorMask<Float> UPPER = VectorMask.fromLong(SPECIES, -1L << HALF);

  // Each lane of a half twice.
  private static final VectorShuffle<Float> LOWER_TWICE = VectorShuffle.fromOp(SPECIES, i -> i / 2);
  private static final VectorShuffle<Float> UPPER_TWICE =
      VectorShuffle.fromOp(SPECIES, i -> HALF + i / 2);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAA_AAAA_AAAA_AAAAL);

  /** For rows at the end of an array, where whole vectors cannot be read. */
  private final Quarters scalar = new ScalarQuarters();

  @Override
  public void max(float[] x, int top, int bottom, float[] y, int o, int n) {
    int reach = (n + LANES - 1) / LANES * LANES;
    if (bottom + 2 * reach > x.length) {
      scalar.max(x, top, bottom, y, o, n);
      return;
    }
    for (int i = 0; i < n; i += LANES) {
      FloatVector t0 = FloatVector.fromArray(SPECIES, x, top + 2 * i);
      FloatVector t1 = FloatVector.fromArray(SPECIES, x, top + 2 * i + LANES);
      FloatVector b0 = FloatVector.fromArray(SPECIES, x, bottom + 2 * i);
      FloatVector b1 = FloatVector.fromArray(SPECIES, x, bottom + 2 * i + LANES);
      FloatVector best = larger(evens(t0, t1), odds(t0, t1));
      best = larger(best, evens(b0, b1));
      larger(best, odds(b0, b1)).intoArray(y, o + i, SPECIES.indexInRange(i, n));
    }
  }

  @Override
  public void gradient(
      float[] x, int top, int bottom, float[] dy, int o, float[] dx, int d, int width, int n) {
    int reach = (n + LANES - 1) / LANES * LANES;
    if (bottom + 2 * reach > x.length || o + reach > dy.length) {
      scalar.gradient(x, top, bottom, dy, o, dx, d, width, n);
      return;
    }
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < n; i += LANES) {
      FloatVector g = FloatVector.fromArray(SPECIES, dy, o + i);
      VectorMask<Float> in0 = SPECIES.indexInRange(2 * i, 2 * n);
      VectorMask<Float> in1 = SPECIES.indexInRange(2 * i + LANES, 2 * n);
      FloatVector t0 = FloatVector.fromArray(SPECIES, x, top + 2 * i);
      FloatVector t1 = FloatVector.fromArray(SPECIES, x, top + 2 * i + LANES);
      FloatVector b0 = FloatVector.fromArray(SPECIES, x, bottom + 2 * i);
      FloatVector b1 = FloatVector.fromArray(SPECIES, x, bottom + 2 * i + LANES);
      FloatVector left = evens(t0, t1);
      FloatVector right = odds(t0, t1);
      FloatVector below = evens(b0, b1);
      FloatVector last = odds(b0, b1);
      VectorMask<Float> second = right.compare(VectorOperators.GT, left);
      FloatVector best = left.blend(right, second);
      VectorMask<Float> third = below.compare(VectorOperators.GT, best);
      best = best.blend(below, third);
      VectorMask<Float> fourth = last.compare(VectorOperators.GT, best);
      FloatVector inLast = zero.blend(g, fourth);
      g = g.blend(zero, fourth);
      FloatVector inBelow = zero.blend(g, third);
      g = g.blend(zero, third);
      FloatVector inRight = zero.blend(g, second);
      g = g.blend(zero, second);
      lower(g, inRight).intoArray(dx, d + 2 * i, in0);
      upper(g, inRight).intoArray(dx, d + 2 * i + LANES, in1);
      lower(inBelow, inLast).intoArray(dx, d + width + 2 * i, in0);
      upper(inBelow, inLast).intoArray(dx, d + width + 2 * i + LANES, in1);
    }
  }

  private static FloatVector larger(FloatVector first, FloatVector second) {
    return first.blend(second, second.compare(VectorOperators.GT, first));
  }

  private static FloatVector evens(FloatVector low, FloatVector high) {
    return low.rearrange(EVENS).blend(high.rearrange(EVENS), UPPER);
  }

  private static FloatVector odds(FloatVector low, FloatVector high) {
    return low.rearrange(ODDS).blend(high.rearrange(ODDS), UPPER);
  }

  private static FloatVector lower(FloatVector evens, FloatVector odds) {
    return evens.rearrange(LOWER_TWICE).blend(odds.rearrange(LOWER_TWICE), ODD);
  }

  private static FloatVector upper(FloatVector evens, FloatVector odds) {
    return evens.rearrange(UPPER_TWICE).blend(odds.rearrange(UPPER_TWICE), ODD);
  }
}
