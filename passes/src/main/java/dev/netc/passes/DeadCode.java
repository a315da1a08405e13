package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Drops values that nothing needs; inputs and parameters stay, they are the graph's signature. */
final class DeadCode {
  private DeadCode() {}

  static Graph remove(Graph graph) {
    Set<Value> live = new HashSet<>(graph.inputs());
    live.addAll(graph.parameters());
    List<Value> pending = new ArrayList<>();
    graph.outputs().forEach(o -> pending.add(o.value()));
    graph.updates().forEach(u -> pending.add(u.value()));
    while (!pending.isEmpty()) {
      Value value = pending.removeLast();
      if (live.add(value)) {
        pending.addAll(value.op().operands());
      }
    }
    return new Graph(
        graph.name(),
        graph.inputs(),
        graph.parameters(),
        graph.outputs(),
        graph.updates(),
        graph.values().stream().filter(live::contains).toList());
  }
}
