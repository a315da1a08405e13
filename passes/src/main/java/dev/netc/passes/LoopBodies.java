package dev.netc.passes;

import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Lets a pass rewrite the bodies of a graph's loops, the innermost first. */
final class LoopBodies {
  private LoopBodies() {}

  /** The graph with each body rewritten; the graph itself if none changes. */
  static Graph rewrite(Graph graph, UnaryOperator<Graph> pass) {
    Map<Function, Function> changed = new HashMap<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Scan scan && !changed.containsKey(scan.body())) {
        Graph body = scan.body().body();
        Graph after = pass.apply(rewrite(body, pass));
        changed.put(
            scan.body(),
            after.equals(body)
                ? scan.body()
                : new Function(scan.body().name(), Function.Kind.LOOP, after));
      }
    }
    return changed.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()))
        ? graph
        : withBodies(graph, changed);
  }

  private static Graph withBodies(Graph graph, Map<Function, Function> bodies) {
    Rewriter copy = new Rewriter(graph);
    for (Value value : graph.values()) {
      if (value.op() instanceof Scan scan && !copy.has(value)) {
        copy.builder().at(value.origin());
        copy.replace(
            value,
            copy.builder()
                .add(
                    scan.withOperands(copy.get(scan.operands()))
                        .withBody(bodies.getOrDefault(scan.body(), scan.body()))));
      } else {
        copy.keep(value);
      }
    }
    return copy.finish();
  }
}
