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
  static final float LOG2_E = 1.44269504f;

  /** 1.5 * 2^23: what is added to it is rounded to an integer, which its last bits then hold. */
  static final float ROUNDER = 12_582_912f;

  /** From those bits for n to the exponent of 2^(n - 1). */
  static final int TO_EXPONENT = 126 - Float.floatToRawIntBits(ROUNDER);

  static final int EXPONENT_AT = 23;
  static final float MINUS_LOG_2_HIGH = -0.693359375f;
  static final float MINUS_LOG_2_LOW = 2.12194440e-4f;

  /** From here on the result is infinite. */
  static final float LARGEST = 89;

  /** Up to here, and a little further, the result is 0. */
  static final float SMALLEST = -87.6f;

  static final float E5 = 1.9875691500e-4f;
  static final float E4 = 1.3981999507e-3f;
  static final float E3 = 8.3334519073e-3f;
  static final float E2 = 4.1665795894e-2f;
  static final float E1 = 1.6666665459e-1f;
  static final float E0 = 5.0000001201e-1f;

  /** Below this tanh is a polynomial. */
  static final float SMALL = 0.625f;

  static final float T4 = -5.70498872745e-3f;
  static final float T3 = 2.06390887954e-2f;
  static final float T2 = -5.37397155531e-2f;
  static final float T1 = 1.33314422036e-1f;
  static final float T0 = -3.33332819422e-1f;

  /** Beyond this erf is 1. */
  static final float ERF_LARGEST = 4;

  static final float A13 = -2.72614225801306e-10f;
  static final float A11 = 2.77068142495902e-08f;
  static final float A9 = -2.10102402082508e-06f;
  static final float A7 = -5.69250639462346e-05f;
  static final float A5 = -7.34990630326855e-04f;
  static final float A3 = -2.95459980854025e-03f;
  static final float A1 = -1.60960333262415e-02f;
  static final float B8 = -1.45660718464996e-05f;
  static final float B6 = -2.13374055278905e-04f;
  static final float B4 = -1.68282697438203e-03f;
  static final float B2 = -7.37332916720468e-03f;
  static final float B0 = -1.42647390514189e-02f;

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
