package dev.netc.autodiff;

import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Expressions;
import dev.netc.ir.Reduction;
import dev.netc.ir.Reduction.ArgMax;
import dev.netc.ir.Reduction.Reduce;
import dev.netc.ir.Value;
import java.util.List;

/**
 * Reductions. A maximum or minimum divides its cotangent evenly among the elements that attain it,
 * as PyTorch's {@code amax}. The product's rule divides by the elements and so needs them other
 * than 0.
 */
final class ReductionRules {
  private ReductionRules() {}

  static List<Cotangent> pull(Reduction op, Value y, Value dy) {
    return switch (op) {
      case ArgMax a -> List.of();
      case Reduce r ->
          List.of(
              new Cotangent(
                  0,
                  e ->
                      switch (r.combiner()) {
                        case SUM -> along(e, dy, r);
                        case PRODUCT -> e.divide(along(e, e.times(dy, y), r), r.x());
                        case MAX, MIN -> shared(e, r, y, dy);
                      }));
    };
  }

  private static Value along(Expressions e, Value reduced, Reduce r) {
    return e.broadcastAlong(reduced, r.x().shape(), r.axes());
  }

  private static Value shared(Expressions e, Reduce r, Value y, Value dy) {
    Value attained = e.compare(Comparison.EQUAL, r.x(), along(e, y, r));
    Value count = e.sum(e.cast(attained, dy.dtype()), r.axes());
    return e.select(attained, along(e, e.divide(dy, count), r), e.constant(0, dy));
  }
}
