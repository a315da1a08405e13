package dev.netc.passes;

import dev.netc.ir.Elementwise;
import dev.netc.ir.Op;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * An elementwise operator takes a scalar as it is: no need to repeat it to the shape of the others.
 * If all operands are scalars repeated, the result is one too.
 */
final class ScalarOperands {
  private ScalarOperands() {}

  static Optional<Value> rewrite(RewriteRule.Site site) {
    if (!(site.op() instanceof Elementwise op)
        || op.operands().stream().noneMatch(Constants::isFill)) {
      return Optional.empty();
    }
    List<Value> operands = op.operands().stream().map(ScalarOperands::scalar).toList();
    Op narrow = op.withOperands(operands);
    Value value = site.e().builder().add(narrow);
    return Optional.of(
        value.shape().isScalar()
            ? site.e().broadcast(value, site.type().shape(), List.of())
            : value);
  }

  private static Value scalar(Value operand) {
    return operand.op() instanceof Broadcast(Value x, var shape, var axes) && x.shape().isScalar()
        ? x
        : operand;
  }
}
