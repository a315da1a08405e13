package dev.netc.autodiff;

import dev.netc.ir.Linear;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Value;
import java.util.List;

/** Products of matrices: the gradient of each factor is a product with the other. */
final class LinearRules {
  private LinearRules() {}

  static List<Cotangent> pull(Linear op, Value dy) {
    return switch (op) {
      case MatMul(Value a, Value b, boolean ta, boolean tb) ->
          List.of(
              new Cotangent(0, e -> ta ? e.matmul(b, dy, tb, true) : e.matmul(dy, b, false, !tb)),
              new Cotangent(1, e -> tb ? e.matmul(dy, a, true, ta) : e.matmul(a, dy, !ta, false)));
    };
  }
}
