package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link FloatFunctions} on vectors: the same operations, and so the same bits.
 *
 * <p>Constants are vectors made once: to make them where they are used costs the compiler so many
 * nodes that it stops inlining after two functions in a loop, and what is not inlined boxes its
 * vectors.
 */
public final class LaneFunctions {
  private static final FloatVector ONE = Lanes.all(1);
  private static final FloatVector TWO = Lanes.all(2);
  private static final FloatVector SMALLEST = Lanes.all(FloatFunctions.SMALLEST);
  private static final FloatVector LARGEST = Lanes.all(FloatFunctions.LARGEST);
  private static final FloatVector LOG2_E = Lanes.all(FloatFunctions.LOG2_E);
  private static final FloatVector ROUNDER = Lanes.all(FloatFunctions.ROUNDER);
  private static final FloatVector HIGH = Lanes.all(FloatFunctions.MINUS_LOG_2_HIGH);
  private static final FloatVector LOW = Lanes.all(FloatFunctions.MINUS_LOG_2_LOW);
  private static final FloatVector E5 = Lanes.all(FloatFunctions.E5);
  private static final FloatVector E4 = Lanes.all(FloatFunctions.E4);
  private static final FloatVector E3 = Lanes.all(FloatFunctions.E3);
  private static final FloatVector E2 = Lanes.all(FloatFunctions.E2);
  private static final FloatVector E1 = Lanes.all(FloatFunctions.E1);
  private static final FloatVector E0 = Lanes.all(FloatFunctions.E0);
  private static final FloatVector SMALL = Lanes.all(FloatFunctions.SMALL);
  private static final FloatVector T4 = Lanes.all(FloatFunctions.T4);
  private static final FloatVector T3 = Lanes.all(FloatFunctions.T3);
  private static final FloatVector T2 = Lanes.all(FloatFunctions.T2);
  private static final FloatVector T1 = Lanes.all(FloatFunctions.T1);
  private static final FloatVector T0 = Lanes.all(FloatFunctions.T0);

  private static final FloatVector ERF_LARGEST = Lanes.all(FloatFunctions.ERF_LARGEST);
  private static final FloatVector ERF_SMALLEST = Lanes.all(-FloatFunctions.ERF_LARGEST);
  private static final FloatVector A13 = Lanes.all(FloatFunctions.A13);
  private static final FloatVector A11 = Lanes.all(FloatFunctions.A11);
  private static final FloatVector A9 = Lanes.all(FloatFunctions.A9);
  private static final FloatVector A7 = Lanes.all(FloatFunctions.A7);
  private static final FloatVector A5 = Lanes.all(FloatFunctions.A5);
  private static final FloatVector A3 = Lanes.all(FloatFunctions.A3);
  private static final FloatVector A1 = Lanes.all(FloatFunctions.A1);
  private static final FloatVector B8 = Lanes.all(FloatFunctions.B8);
  private static final FloatVector B6 = Lanes.all(FloatFunctions.B6);
  private static final FloatVector B4 = Lanes.all(FloatFunctions.B4);
  private static final FloatVector B2 = Lanes.all(FloatFunctions.B2);
  private static final FloatVector B0 = Lanes.all(FloatFunctions.B0);

  private LaneFunctions() {}

  /** e to the power of {@code x}. */
  public static FloatVector exp(FloatVector x) {
    FloatVector within = x.max(SMALLEST).min(LARGEST);
    FloatVector shifted = within.fma(LOG2_E, ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(LOW, n.fma(HIGH, within));
    FloatVector p = r.fma(E5, E4).fma(r, E3).fma(r, E2).fma(r, E1).fma(r, E0);
    FloatVector power = p.fma(r.mul(r), r).add(ONE);
    return power
        .add(power)
        .mul(
            shifted
                .reinterpretAsInts()
                .add(FloatFunctions.TO_EXPONENT)
                .lanewise(VectorOperators.LSHL, FloatFunctions.EXPONENT_AT)
                .reinterpretAsFloats());
  }

  /** 1 / (1 + e^-x). */
  public static FloatVector sigmoid(FloatVector x) {
    return ONE.div(exp(x.neg()).add(ONE));
  }

  /** The hyperbolic tangent. */
  public static FloatVector tanh(FloatVector x) {
    FloatVector square = x.mul(x);
    FloatVector p = square.fma(T4, T3).fma(square, T2).fma(square, T1).fma(square, T0);
    FloatVector near = p.mul(square).fma(x, x);
    FloatVector far = ONE.sub(TWO.div(exp(x.add(x)).add(ONE)));
    return far.blend(near, x.abs().compare(VectorOperators.LT, SMALL));
  }

  /** The error function. */
  public static FloatVector erf(FloatVector x) {
    FloatVector within = x.max(ERF_SMALLEST).min(ERF_LARGEST);
    FloatVector square = within.mul(within);
    FloatVector p = square.fma(A13, A11).fma(square, A9).fma(square, A7).fma(square, A5);
    FloatVector q = square.fma(B8, B6).fma(square, B4).fma(square, B2).fma(square, B0);
    return within.mul(p.fma(square, A3).fma(square, A1)).div(q);
  }
}
