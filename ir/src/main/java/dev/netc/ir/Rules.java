package dev.netc.ir;

import java.util.HashSet;
import java.util.List;

/** Conditions that the type rules of several operators share. */
final class Rules {
  private Rules() {}

  static void require(boolean holds, String message, Object... facts) {
    if (!holds) {
      throw new TypeException(message.formatted(facts));
    }
  }

  static void sameDType(String operator, Value x, Value y) {
    require(
        x.dtype() == y.dtype(),
        "%s needs operands of one dtype, these are %s and %s",
        operator,
        x.tensor(),
        y.tensor());
  }

  /** The one shape that all operands have which are not scalars. */
  static Shape commonShape(String operator, Value... operands) {
    Shape common = Shape.SCALAR;
    for (Value operand : operands) {
      if (operand.shape().isScalar()) {
        continue;
      }
      require(
          common.isScalar() || common.equals(operand.shape()),
          "%s needs operands of one shape, these are %s and %s",
          operator,
          common,
          operand.shape());
      common = operand.shape();
    }
    return common;
  }

  static void axesInRange(String operator, List<Integer> axes, int rank) {
    for (int axis : axes) {
      require(axis >= 0 && axis < rank, "%s: axis %d of a tensor of rank %d", operator, axis, rank);
    }
    require(new HashSet<>(axes).size() == axes.size(), "%s: repeated axis in %s", operator, axes);
  }

  static void rank(String operator, Value x, int rank) {
    require(x.tensor().rank() == rank, "%s needs rank %d, this is %s", operator, rank, x.tensor());
  }

  static void equalDim(String operator, String what, Dim a, Dim b) {
    require(a.equals(b), "%s: %s disagree: %s and %s", operator, what, a, b);
  }

  /** That an extent is not a constant below 1. */
  static void positive(String operator, String what, Dim dim) {
    require(!dim.isConstant() || dim.constant() > 0, "%s: %s is %s", operator, what, dim);
  }

  /** That an extent is not a constant below 0. */
  static void notNegative(String operator, String what, Dim dim) {
    require(!dim.isConstant() || dim.constant() >= 0, "%s: %s is %s", operator, what, dim);
  }
}
