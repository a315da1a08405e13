package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes what a loop carries, reads or emits for nobody, makes carries that stay what they are
 * invariants, and lets the body make constants itself.
 */
public record TrimLoops() implements Pass {
  @Override
  public String name() {
    return "trim-loops";
  }

  @Override
  public String description() {
    return "removes what a loop carries, reads or emits for nobody";
  }

  @Override
  public List<String> after() {
    return List.of(Inline.NAME);
  }

  /** A loop that reads less can leave one before it with more that nobody needs. */
  @Override
  public Graph run(Graph graph) {
    Graph current = graph;
    Graph next = once(current);
    while (!next.equals(current)) {
      current = next;
      next = once(current);
    }
    return current;
  }

  private static Graph once(Graph graph) {
    Graph live = new DeadCode().run(graph);
    if (live.values().stream().noneMatch(v -> v.op() instanceof Scan)) {
      return graph;
    }
    Map<Value, Set<Integer>> used = new HashMap<>();
    for (Value value : live.values()) {
      if (value.op() instanceof Calls.Result(Value tuple, int index)) {
        used.computeIfAbsent(tuple, t -> new TreeSet<>()).add(index);
      }
    }
    Rewriter copy = new Rewriter(live);
    Map<Value, LoopTrimming> trimmed = new HashMap<>();
    boolean changed = false;
    for (Value value : live.values()) {
      copy.builder().at(value.origin());
      if (value.op() instanceof Scan scan) {
        LoopTrimming trimming = new LoopTrimming(scan, used.getOrDefault(value, Set.of()));
        trimming.rebuild(copy);
        changed |= trimming.changes();
        trimmed.put(value, trimming);
      } else if (value.op() instanceof Calls.Result(Value tuple, int index)
          && trimmed.containsKey(tuple)) {
        copy.replace(value, trimmed.get(tuple).result(index, copy));
      } else {
        copy.keep(value);
      }
    }
    return changed ? copy.finish() : graph;
  }
}
