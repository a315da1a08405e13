package dev.netc.training.diagnosis;

import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;

/** What usually helps where an operator gives no number. */
final class Advice {
  private static final String GROWN =
      "numbers have grown too large: a smaller rate or `clip global_norm(1.0)` may help";

  private static final String MASKED =
      "of infinities come no numbers: mask with a large finite one, such as -1e30";

  private Advice() {}

  /**
   * Advice on an operator whose operands are no NaN.
   *
   * @param isNan whether its result is, rather than infinite
   */
  static String on(Op op, NonFinite.Stage stage, boolean isNan) {
    return switch (op) {
      case Leaf.Input i -> "the examples hold it: look at the data";
      case Leaf.Parameter p -> "it was so before the first update";
      case Unary u -> on(u.function());
      case Binary b -> on(b.function(), stage, isNan);
      default -> GROWN;
    };
  }

  private static String on(UnaryFunction function) {
    return switch (function) {
      case LOG -> "a logarithm is of numbers above 0: `log(max(x, 1e-12))`";
      case LOG1P -> "log1p is of numbers above -1";
      case SQRT -> "a root is of numbers from 0 on: `sqrt(max(x, 0))`";
      case RSQRT -> "the number must be above 0: `rsqrt(x + 1e-12)`";
      case RECIPROCAL -> "the number must not be 0";
      case EXP -> "exp of more than 88 is no f32: subtract the largest before, as `softmax` does";
      case NEGATE, ABS, SIGN, SIN, COS, TANH, SIGMOID, ERF, FLOOR, CEIL, ROUND, NOT -> GROWN;
    };
  }

  private static String on(BinaryFunction function, NonFinite.Stage stage, boolean isNan) {
    return switch (function) {
      case DIVIDE ->
          stage == NonFinite.Stage.BACKWARD
              ? "a root or a logarithm has no finite slope at 0: `sqrt(x + 1e-12)` has"
              : "the divisor must not be 0: add a small number, or choose one with `select`";
      case REMAINDER -> "the divisor must not be 0";
      case POWER -> "a power of a number below 0 needs an integer, one of 0 a number above 0";
      case ADD, SUBTRACT, MULTIPLY -> isNan ? MASKED : GROWN;
      case MAX, MIN, AND, OR -> GROWN;
    };
  }
}
