package dev.netc.passes;

import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Compare;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Value;
import java.util.Optional;

/**
 * {@code x > 0} is {@code max(x, 0) > 0}. Where the maximum is computed in any case, the gradient
 * of a ReLU then reads what the ReLU gave, and what it took need not be kept.
 */
final class ReluMask {
  private ReluMask() {}

  static Optional<Value> rewrite(RewriteRule.Site site) {
    if (site.op() instanceof Compare(Comparison comparison, Value x, Value zero)
        && comparison == Comparison.GREATER
        && Constants.is(zero, 0)) {
      for (Binary relu :
          new Binary[] {
            new Binary(BinaryFunction.MAX, x, zero), new Binary(BinaryFunction.MAX, zero, x)
          }) {
        if (site.present().test(relu)) {
          return Optional.of(site.e().compare(comparison, site.e().builder().add(relu), zero));
        }
      }
    }
    return Optional.empty();
  }
}
