package dev.netc.autodiff;

import dev.netc.ir.Along;
import dev.netc.ir.Along.ArgSort;
import dev.netc.ir.Along.CumulativeSum;
import dev.netc.ir.Value;
import java.util.List;

/** Operators along an axis: the transpose of running sums are running sums from the other end. */
final class AlongRules {
  private AlongRules() {}

  static List<Cotangent> pull(Along op, Value dy) {
    return switch (op) {
      case CumulativeSum(Value x, int axis, boolean exclusive, boolean reversed) ->
          List.of(
              new Cotangent(
                  0, e -> e.builder().add(new CumulativeSum(dy, axis, exclusive, !reversed))));
      case ArgSort s -> List.of();
    };
  }
}
