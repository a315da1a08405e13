package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes operations that no output and no update needs. Inputs and parameters stay. */
public record DeadCode() implements Pass {
  @Override
  public String name() {
    return "dce";
  }

  @Override
  public String description() {
    return "removes operations that no output and no update needs";
  }

  @Override
  public Graph run(Graph graph) {
    Deque<Value> pending = new ArrayDeque<>(graph.inputs());
    pending.addAll(graph.parameters());
    graph.outputs().forEach(o -> pending.add(o.value()));
    graph.updates().forEach(u -> pending.add(u.value()));
    Set<Value> live = new HashSet<>();
    while (!pending.isEmpty()) {
      Value value = pending.pop();
      if (live.add(value)) {
        pending.addAll(value.op().operands());
      }
    }
    List<Value> kept = graph.values().stream().filter(live::contains).toList();
    return kept.size() == graph.values().size()
        ? graph
        : new Graph(
            graph.name(),
            graph.inputs(),
            graph.parameters(),
            graph.outputs(),
            graph.updates(),
            kept);
  }
}
