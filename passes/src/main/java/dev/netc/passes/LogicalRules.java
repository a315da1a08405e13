package dev.netc.passes;

import static dev.netc.ir.Elementwise.UnaryFunction.NOT;

import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Select;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Identities of truth values, and choices that are no choices. */
final class LogicalRules {
  private LogicalRules() {}

  static Optional<Value> rewrite(RewriteRule.Site site) {
    return Optional.ofNullable(
        switch (site.op()) {
          case Unary(var f, Value x) when f == NOT && x.op() instanceof Unary(var g, Value y) ->
              g == NOT ? y : null;
          case Binary(var f, Value x, Value y) when f == BinaryFunction.AND ->
              combined(x, y, 1, 0, site);
          case Binary(var f, Value x, Value y) when f == BinaryFunction.OR ->
              combined(x, y, 0, 1, site);
          case Select(Value condition, Value x, Value y) -> select(condition, x, y, site);
          default -> null;
        });
  }

  /** Of a function to which {@code neutral} adds nothing and which {@code decisive} decides. */
  private static @Nullable Value combined(
      Value x, Value y, double neutral, double decisive, RewriteRule.Site site) {
    if (x == y || Constants.is(y, neutral)) {
      return x;
    }
    if (Constants.is(x, neutral)) {
      return y;
    }
    return Constants.is(x, decisive) || Constants.is(y, decisive)
        ? site.e().fill(site.type(), decisive)
        : null;
  }

  private static @Nullable Value select(Value condition, Value x, Value y, RewriteRule.Site site) {
    if (x == y || Constants.is(condition, 1)) {
      return whole(x, site);
    }
    if (Constants.is(condition, 0)) {
      return whole(y, site);
    }
    return condition.op() instanceof Unary(var f, Value negated) && f == NOT
        ? site.e().select(negated, y, x)
        : null;
  }

  private static Value whole(Value x, RewriteRule.Site site) {
    return site.e().broadcast(x, site.type().shape(), List.of());
  }
}
