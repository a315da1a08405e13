package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * Runs rules over a graph, operands before users, until none matches. Equal expressions get one
 * value on the way, because the copy is made by a builder that shares.
 */
final class RuleDriver {
  /** Rules make graphs smaller; this many rounds are a defect. */
  private static final int MOST_ROUNDS = 100;

  private RuleDriver() {}

  static Graph run(Graph graph, List<Rule> rules) {
    Graph before = graph;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Graph after = once(before, rules);
      if (rules.isEmpty() || same(before, after)) {
        return after;
      }
      before = after;
    }
    throw new IllegalStateException("rules do not come to an end on " + graph.name());
  }

  private static boolean same(Graph before, Graph after) {
    if (before.values().size() != after.values().size()) {
      return false;
    }
    for (int i = 0; i < before.values().size(); i++) {
      Op a = before.values().get(i).op();
      Op b = after.values().get(i).op();
      if (a.getClass() != b.getClass() || !positions(before, a).equals(positions(after, b))) {
        return false;
      }
    }
    return true;
  }

  private static List<Integer> positions(Graph graph, Op op) {
    return op.operands().stream().map(graph.values()::indexOf).toList();
  }

  private static Graph once(Graph graph, List<Rule> rules) {
    Rewriter copy = new Rewriter(graph);
    for (Value value : graph.values()) {
      if (value.op() instanceof Leaf.Input || value.op() instanceof Leaf.Parameter) {
        continue;
      }
      if (value.op() instanceof Calls) {
        copy.keep(value);
        continue;
      }
      copy.builder().at(value.origin());
      Op op = value.op().withOperands(copy.get(value.op().operands()));
      Optional<Value> better =
          rules.stream().flatMap(r -> r.rewrite(op, copy.builder()).stream()).findFirst();
      copy.replace(value, better.orElseGet(() -> copy.builder().add(op)));
    }
    return copy.finish();
  }
}
