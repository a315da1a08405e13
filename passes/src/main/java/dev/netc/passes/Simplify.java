package dev.netc.passes;

import dev.netc.ir.Graph;
import java.util.List;

/**
 * Replaces operations by equal ones that are cheaper, by rules that hold for every number,
 * infinities and NaN included; only the sign of a zero may change.
 */
public record Simplify() implements Pass {
  private static final List<RewriteRule> RULES =
      List.of(
          ScalarOperands::rewrite,
          ArithmeticRules::rewrite,
          LogicalRules::rewrite,
          ShapingRules::rewrite,
          PadSums::rewrite,
          ReluMask::rewrite);

  @Override
  public String name() {
    return "simplify";
  }

  @Override
  public String description() {
    return "replaces operations by equal ones that are cheaper: x + 0, reshapes of reshapes, masks";
  }

  @Override
  public Graph run(Graph graph) {
    return Rewriting.toFixedPoint(graph, RULES);
  }
}
