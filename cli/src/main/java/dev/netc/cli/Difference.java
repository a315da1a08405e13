package dev.netc.cli;

import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * How far two results are apart.
 *
 * @param where the tensor that differs most, or empty if none does
 * @param size relative to the largest element of that tensor; infinite where only one is a number
 */
record Difference(String where, double size) {
  static final Difference NONE = new Difference("", 0);

  /** This one, or that of two more tensors of {@code length} elements if it is larger. */
  Difference or(String name, int length, IntToDoubleFunction expected, IntToDoubleFunction actual) {
    double scale = 1e-30;
    double most = 0;
    for (int i = 0; i < length; i++) {
      double x = expected.applyAsDouble(i);
      double y = actual.applyAsDouble(i);
      if (Double.isFinite(x) && Double.isFinite(y)) {
        scale = Math.max(scale, Math.abs(x));
        most = Math.max(most, Math.abs(x - y));
      } else if (x != y && !(Double.isNaN(x) && Double.isNaN(y))) {
        return new Difference(name, Double.POSITIVE_INFINITY);
      }
    }
    return most / scale > size ? new Difference(name, most / scale) : this;
  }

  /** {@code 3.1e-06 of the largest element, in the output logits}. */
  @Override
  public String toString() {
    return size == 0
        ? "none"
        : String.format(Locale.ROOT, "%.1e of the largest element, in the %s", size, where);
  }
}
