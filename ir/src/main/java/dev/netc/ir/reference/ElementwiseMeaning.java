package dev.netc.ir.reference;

import dev.netc.ir.DType;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.UnaryFunction;
import java.util.List;

/** What elementwise operators compute. */
final class ElementwiseMeaning {
  private ElementwiseMeaning() {}

  static Array of(Elementwise op, DType dtype, int[] shape, List<Array> x) {
    return Array.fill(
        dtype,
        shape,
        o -> {
          int[] i = Array.index(shape, o);
          double a = x.get(0).at(i);
          return switch (op) {
            case Elementwise.Unary u -> unary(u.function(), a);
            case Elementwise.Binary b -> binary(b.function(), a, x.get(1).at(i), dtype);
            case Elementwise.Compare c -> compare(c.comparison(), a, x.get(1).at(i)) ? 1 : 0;
            case Elementwise.Select s -> a != 0 ? x.get(1).at(i) : x.get(2).at(i);
            case Elementwise.Cast c -> cast(a, c.dtype());
            case Elementwise.StopGradient s -> a;
          };
        });
  }

  private static double unary(UnaryFunction function, double x) {
    return switch (function) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case ERF -> erf(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case NOT -> x == 0 ? 1 : 0;
    };
  }

  /** By its Taylor series near 0, by the continued fraction of erfc elsewhere; to about 1e-15. */
  static double erf(double x) {
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

  private static double binary(BinaryFunction function, double x, double y, DType dtype) {
    return switch (function) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> dtype.isInteger() ? Math.floor(x / y) : x / y;
      case REMAINDER -> x - y * Math.floor(x / y);
      case POWER -> Math.pow(x, y);
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
      case AND -> x != 0 && y != 0 ? 1 : 0;
      case OR -> x != 0 || y != 0 ? 1 : 0;
    };
  }

  private static boolean compare(Comparison comparison, double x, double y) {
    return switch (comparison) {
      case EQUAL -> x == y;
      case NOT_EQUAL -> x != y;
      case LESS -> x < y;
      case LESS_EQUAL -> x <= y;
      case GREATER -> x > y;
      case GREATER_EQUAL -> x >= y;
    };
  }

  private static double cast(double x, DType dtype) {
    return switch (dtype) {
      case BOOL -> x != 0 ? 1 : 0;
      case I32 -> (int) x;
      case I64 -> (long) x;
      case F32, F64 -> x;
    };
  }
}
