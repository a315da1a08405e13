package dev.netc.runtime;

/** Functions that java.lang.Math does not have. */
public final class SpecialFunctions {
  private SpecialFunctions() {}

  /**
   * The error function, by its Taylor series near 0 and the continued fraction of erfc elsewhere,
   * to about 1e-15 (Abramowitz and Stegun 7.1.5 and 7.1.14).
   */
  public static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x) || a > 6) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    if (a < 2.5) {
      double term = a;
      double sum = a;
      for (int n = 1; n < 100; n++) {
        term *= -a * a / n;
        sum += term / (2 * n + 1);
      }
      return Math.signum(x) * sum * 2 / Math.sqrt(Math.PI);
    }
    double fraction = 0;
    for (int n = 100; n > 0; n--) {
      fraction = n / 2.0 / (a + fraction);
    }
    return Math.signum(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
  }
}
