package dev.netc.passes;

import dev.netc.ir.Graph;
import java.util.List;
import java.util.function.Consumer;

/**
 * Replaces operations by equal ones that are cheaper, by rules that hold for every number,
 * infinities and NaN included; only the sign of a zero may change.
 */
public record Simplify() implements Pass {
  private static final List<Rewriting.Named> RULES =
      List.of(
          new Rewriting.Named("scalar-operands", ScalarOperands::rewrite),
          new Rewriting.Named("arithmetic", ArithmeticRules::rewrite),
          new Rewriting.Named("logic", LogicalRules::rewrite),
          new Rewriting.Named("shaping", ShapingRules::rewrite),
          new Rewriting.Named("pad-sums", PadSums::rewrite),
          new Rewriting.Named("relu-mask", ReluMask::rewrite));

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
    return run(graph, firing -> {});
  }

  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    return Rewriting.toFixedPoint(graph, RULES, firings);
  }
}
