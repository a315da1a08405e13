package dev.netc.training.diagnosis;

import dev.netc.training.diagnosis.Finiteness.Kind;
import java.lang.reflect.Array;

/** Reads the arrays that values are kept in. */
final class Numbers {
  private Numbers() {}

  static double of(Object array, int index) {
    return switch (array) {
      case float[] a -> a[index];
      case double[] a -> a[index];
      case boolean[] a -> a[index] ? 1 : 0;
      default -> ((Number) Array.get(array, index)).doubleValue();
    };
  }

  /** The element as a person reads it. */
  static String text(Object array, int index) {
    return String.valueOf(Array.get(array, index));
  }

  static Kind kind(double number) {
    return Double.isFinite(number) ? Kind.FINITE : Double.isNaN(number) ? Kind.NAN : Kind.INFINITE;
  }

  /** The worst kind among the elements. */
  static Kind kind(Object array) {
    Kind worst = Kind.FINITE;
    for (int i = 0; i < Array.getLength(array); i++) {
      Kind kind = kind(of(array, i));
      worst = kind.compareTo(worst) > 0 ? kind : worst;
    }
    return worst;
  }

  /** Where the first element of the worst kind is. */
  static int worst(Object array) {
    Kind kind = kind(array);
    int index = 0;
    while (kind(of(array, index)) != kind) {
      index++;
    }
    return index;
  }

  /** {@code from -0.25 to 3.5}. */
  static String range(Object array) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < Array.getLength(array); i++) {
      low = Math.min(low, of(array, i));
      high = Math.max(high, of(array, i));
    }
    return low == high
        ? "all %s".formatted(number(array, low))
        : "from %s to %s".formatted(number(array, low), number(array, high));
  }

  private static String number(Object array, double number) {
    return array instanceof float[] ? String.valueOf((float) number) : String.valueOf(number);
  }
}
