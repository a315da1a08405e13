package dev.netc.passes;

import dev.netc.ir.Leaf;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Value;

/** Patterns of values that are known. */
final class Constants {
  private Constants() {}

  /** Whether {@code value} is the scalar constant {@code number}; 0 and -0 are one number. */
  static boolean is(Value value, double number) {
    return value.op() instanceof Leaf.Constant c && c.value() == number;
  }

  /** Whether {@code value} is a scalar repeated. */
  static boolean isFill(Value value) {
    return value.op() instanceof Broadcast b && b.x().shape().isScalar();
  }
}
