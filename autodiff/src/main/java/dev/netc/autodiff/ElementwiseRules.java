package dev.netc.autodiff;

import dev.netc.ir.DType;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Cast;
import dev.netc.ir.Elementwise.Compare;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.Select;
import dev.netc.ir.Elementwise.StopGradient;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Value;
import java.util.List;

/**
 * Elementwise operators. A cotangent may be of the result's shape where the operand is a scalar; it
 * is then summed. At a tie {@code max} and {@code min} pass the cotangent to their second operand,
 * so that the derivative of {@code max(x, 0)} at 0 is 0, as in PyTorch.
 */
final class ElementwiseRules {
  private ElementwiseRules() {}

  static List<Cotangent> pull(Elementwise op, Value y, Value dy) {
    return switch (op) {
      case Unary(UnaryFunction f, Value x) -> unary(f, x, y, dy);
      case Binary(BinaryFunction f, Value a, Value b) -> binary(f, a, b, y, dy);
      case Select(Value c, Value a, Value b) ->
          List.of(
              new Cotangent(1, e -> e.select(c, dy, e.constant(0, dy))),
              new Cotangent(2, e -> e.select(c, e.constant(0, dy), dy)));
      case Cast(Value x, DType dtype) ->
          dtype.isFloat() && x.dtype().isFloat()
              ? List.of(new Cotangent(0, e -> e.cast(dy, x.dtype())))
              : List.of();
      case Compare c -> List.of();
      case StopGradient s -> List.of();
    };
  }

  private static List<Cotangent> unary(UnaryFunction f, Value x, Value y, Value dy) {
    return switch (f) {
      case NEGATE -> one(e -> e.negate(dy));
      case ABS -> one(e -> e.times(dy, e.unary(UnaryFunction.SIGN, x)));
      case EXP -> one(e -> e.times(dy, y));
      case LOG -> one(e -> e.divide(dy, x));
      case LOG1P -> one(e -> e.divide(dy, e.plus(x, 1)));
      case SQRT -> one(e -> e.divide(e.times(dy, 0.5), y));
      case RSQRT -> one(e -> e.times(e.times(dy, -0.5), e.times(y, e.squared(y))));
      case RECIPROCAL -> one(e -> e.negate(e.times(dy, e.squared(y))));
      case SIN -> one(e -> e.times(dy, e.unary(UnaryFunction.COS, x)));
      case COS -> one(e -> e.negate(e.times(dy, e.unary(UnaryFunction.SIN, x))));
      case TANH -> one(e -> e.times(dy, e.minus(1, e.squared(y))));
      case SIGMOID -> one(e -> e.times(dy, e.times(y, e.minus(1, y))));
      case ERF ->
          one(e -> e.times(dy, e.times(e.exp(e.negate(e.squared(x))), 2 / Math.sqrt(Math.PI))));
      case SIGN, FLOOR, CEIL, ROUND, NOT -> List.of();
    };
  }

  private static List<Cotangent> binary(BinaryFunction f, Value a, Value b, Value y, Value dy) {
    return switch (f) {
      case ADD -> two(e -> dy, e -> dy);
      case SUBTRACT -> two(e -> dy, e -> e.negate(dy));
      case MULTIPLY -> two(e -> e.times(dy, b), e -> e.times(dy, a));
      case DIVIDE -> two(e -> e.divide(dy, b), e -> e.negate(e.times(dy, e.divide(y, b))));
      case REMAINDER ->
          two(e -> dy, e -> e.negate(e.times(dy, e.unary(UnaryFunction.FLOOR, e.divide(a, b)))));
      case POWER ->
          two(
              e -> e.times(dy, e.times(b, e.power(a, e.minus(b, e.constant(1, b))))),
              e -> e.times(dy, e.times(y, logarithm(e, a))));
      case MAX -> choice(e -> e.compare(Comparison.GREATER, a, b), dy);
      case MIN -> choice(e -> e.compare(Comparison.LESS, a, b), dy);
      case AND, OR -> List.of();
    };
  }

  /** log a, and 0 where a is 0 so that the derivative of 0 to a constant power is 0. */
  private static Value logarithm(Expressions e, Value a) {
    return e.select(e.greater(a, 0), e.log(a), e.constant(0, a));
  }

  private static List<Cotangent> choice(
      java.util.function.Function<Expressions, Value> first, Value dy) {
    return two(
        e -> e.select(first.apply(e), dy, e.constant(0, dy)),
        e -> e.select(first.apply(e), e.constant(0, dy), dy));
  }

  private static List<Cotangent> one(java.util.function.Function<Expressions, Value> formula) {
    return List.of(new Cotangent(0, formula));
  }

  private static List<Cotangent> two(
      java.util.function.Function<Expressions, Value> first,
      java.util.function.Function<Expressions, Value> second) {
    return List.of(new Cotangent(0, first), new Cotangent(1, second));
  }
}
