package dev.netc.runtime;

/**
 * The exponential function and what is made of it, in f32 throughout, so that {@link LaneFunctions}
 * computes the same bits on vectors. Errors are below three units in the last place, of erf below
 * six.
 *
 * <p>The argument is reduced by multiples of log 2 (Cody and Waite 1980); the polynomials are those
 * of the Cephes library (Moshier 1992), the quotient of polynomials for erf that of Eigen.
 */
public final class FloatFunctions {
  static final float LOG2_E = 1.442695f;

  /** 1.5 * 2^23: what is added to it is rounded to an integer, which its last bits then hold. */
  static final float ROUNDER = 12_582_912f;

  /** From those bits for n to the exponent of 2^(n - 1). */
  static final int TO_EXPONENT = 126 - Float.floatToRawIntBits(ROUNDER);

  static final int EXPONENT_AT = 23;
  static final float MINUS_LOG_2_HIGH = -0.6933594f;
  static final float MINUS_LOG_2_LOW = 2.1219444e-4f;

  /** From here on the result is infinite. */
  static final float LARGEST = 89;

  /** Up to here, and a little further, the result is 0. */
  static final float SMALLEST = -87.6f;

  static final float E5 = 1.9875691e-4f;
  static final float E4 = 0.0013981999f;
  static final float E3 = 0.008333452f;
  static final float E2 = 0.041665796f;
  static final float E1 = 0.16666666f;
  static final float E0 = 0.5f;

  /** Below this tanh is a polynomial. */
  static final float SMALL = 0.625f;

  static final float T4 = -0.0057049887f;
  static final float T3 = 0.020639088f;
  static final float T2 = -0.053739715f;
  static final float T1 = 0.13331442f;
  static final float T0 = -0.3333328f;

  /** Beyond this erf is 1. */
  static final float ERF_LARGEST = 4;

  static final float A13 = -2.7261424e-10f;
  static final float A11 = 2.7706815e-8f;
  static final float A9 = -2.101024e-6f;
  static final float A7 = -5.6925062e-5f;
  static final float A5 = -7.3499064e-4f;
  static final float A3 = -0.0029546f;
  static final float A1 = -0.016096033f;
  static final float B8 = -1.45660715e-5f;
  static final float B6 = -2.1337405e-4f;
  static final float B4 = -0.001682827f;
  static final float B2 = -0.0073733293f;
  static final float B0 = -0.014264739f;

  private FloatFunctions() {}

  /** e to the power of {@code x}; results below 2^-125 are 0. */
  public static float exp(float x) {
    float within = Math.min(Math.max(x, SMALLEST), LARGEST);
    float shifted = Math.fma(within, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, MINUS_LOG_2_LOW, Math.fma(n, MINUS_LOG_2_HIGH, within));
    float p = Math.fma(E5, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, E1);
    p = Math.fma(p, r, E0);
    float power = Math.fma(p, r * r, r) + 1;
    int exponent = Float.floatToRawIntBits(shifted) + TO_EXPONENT;
    return (power + power) * Float.intBitsToFloat(exponent << EXPONENT_AT);
  }

  /** 1 / (1 + e^-x). */
  public static float sigmoid(float x) {
    return 1 / (1 + exp(-x));
  }

  /** The hyperbolic tangent. */
  public static float tanh(float x) {
    float square = x * x;
    float p = Math.fma(T4, square, T3);
    p = Math.fma(p, square, T2);
    p = Math.fma(p, square, T1);
    p = Math.fma(p, square, T0);
    return Math.abs(x) < SMALL ? Math.fma(p * square, x, x) : 1 - 2 / (exp(x + x) + 1);
  }

  /** The error function. */
  public static float erf(float x) {
    float within = Math.min(Math.max(x, -ERF_LARGEST), ERF_LARGEST);
    float square = within * within;
    float p = Math.fma(A13, square, A11);
    p = Math.fma(p, square, A9);
    p = Math.fma(p, square, A7);
    p = Math.fma(p, square, A5);
    p = Math.fma(p, square, A3);
    p = Math.fma(p, square, A1);
    float q = Math.fma(B8, square, B6);
    q = Math.fma(q, square, B4);
    q = Math.fma(q, square, B2);
    q = Math.fma(q, square, B0);
    return within * p / q;
  }
}
