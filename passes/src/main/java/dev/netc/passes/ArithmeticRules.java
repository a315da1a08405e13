package dev.netc.passes;

import static dev.netc.ir.Elementwise.UnaryFunction.NEGATE;

import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Cast;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Identities of arithmetic. */
final class ArithmeticRules {
  private ArithmeticRules() {}

  static Optional<Value> rewrite(RewriteRule.Site site) {
    return Optional.ofNullable(
        switch (site.op()) {
          case Unary(var f, Value x) when f == NEGATE && x.op() instanceof Unary(var g, Value y) ->
              g == NEGATE ? y : null;
          case Cast(Value x, var dtype) when x.dtype() == dtype -> x;
          case Binary(BinaryFunction f, Value x, Value y) -> binary(f, x, y, site);
          default -> null;
        });
  }

  private static @Nullable Value binary(BinaryFunction f, Value x, Value y, RewriteRule.Site site) {
    Expressions e = site.e();
    // A zero times infinity or NaN is no zero, and these no equal of themselves less themselves.
    boolean exact = site.type().dtype().isInteger();
    return switch (f) {
      case ADD -> {
        if (Constants.is(y, 0)) {
          yield x;
        }
        if (Constants.is(x, 0)) {
          yield y;
        }
        yield y.op() instanceof Unary(UnaryFunction g, Value z) && g == NEGATE
            ? e.minus(x, z)
            : null;
      }
      case SUBTRACT -> {
        if (Constants.is(y, 0)) {
          yield x;
        }
        if (exact && x == y) {
          yield e.zeros(site.type());
        }
        yield y.op() instanceof Unary(UnaryFunction g, Value z) && g == NEGATE
            ? e.plus(x, z)
            : null;
      }
      case MULTIPLY -> {
        if (Constants.is(y, 1)) {
          yield x;
        }
        if (Constants.is(x, 1)) {
          yield y;
        }
        if (exact && (Constants.is(x, 0) || Constants.is(y, 0))) {
          yield e.zeros(site.type());
        }
        if (Constants.is(y, -1)) {
          yield e.negate(x);
        }
        yield Constants.is(x, -1) ? e.negate(y) : null;
      }
      case DIVIDE -> Constants.is(y, 1) ? x : null;
      case POWER -> {
        if (Constants.is(y, 1)) {
          yield x;
        }
        yield Constants.is(y, 2) ? e.squared(x) : null;
      }
      case MAX, MIN -> {
        boolean twice =
            x.op() instanceof Binary(var g, Value a, Value b) && g == f && (a == y || b == y);
        yield x == y || twice ? x : null;
      }
      case REMAINDER, AND, OR -> null;
    };
  }
}
