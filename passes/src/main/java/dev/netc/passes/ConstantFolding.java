package dev.netc.passes;

import dev.netc.ir.Elementwise;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Evaluator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes scalars of constants by the reference evaluator. */
final class ConstantFolding {
  static final List<Rule> RULES = List.of(ConstantFolding::elementwise);

  private ConstantFolding() {}

  private static Optional<Value> elementwise(Op op, GraphBuilder builder) {
    boolean constant =
        op instanceof Elementwise
            && op.operands().stream().allMatch(v -> v.op() instanceof Leaf.Constant);
    if (!constant) {
      return Optional.empty();
    }
    GraphBuilder alone = new GraphBuilder("constant");
    List<Value> operands = op.operands().stream().map(v -> alone.add(v.op())).toList();
    Value value = alone.add(op.withOperands(operands));
    alone.output("result", value);
    Graph graph = alone.build();
    double result =
        new Evaluator(Map.of()).run(graph, Map.of(), Map.of()).outputs().get("result").get(0);
    return Optional.of(builder.add(new Leaf.Constant(value.dtype(), result)));
  }
}
