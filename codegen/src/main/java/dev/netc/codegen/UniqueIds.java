package dev.netc.codegen;

import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers the values of a graph and of its loops' bodies anew, so that no two have the same id: the
 * ids become names in one class.
 */
final class UniqueIds {
  private UniqueIds() {}

  /** The graph itself if it has no loops. */
  static Graph of(Graph graph) {
    return graph.values().stream().anyMatch(v -> v.op() instanceof Scan)
        ? copy(graph, new GraphBuilder(graph.name()))
        : graph;
  }

  private static Graph copy(Graph graph, GraphBuilder builder) {
    Map<Value, Value> copies = new HashMap<>();
    for (Value v : graph.inputs()) {
      builder.at(v.origin());
      copies.put(v, builder.input(((Leaf.Input) v.op()).name(), v.tensor()));
    }
    for (Value v : graph.parameters()) {
      builder.at(v.origin());
      Leaf.Parameter p = (Leaf.Parameter) v.op();
      copies.put(v, builder.parameter(p.path(), p.type(), p.kind()));
    }
    for (Value v : graph.values()) {
      if (!copies.containsKey(v)) {
        Op op = v.op().withOperands(v.op().operands().stream().map(copies::get).toList());
        if (op instanceof Scan scan) {
          op = numbered(scan, builder);
        }
        builder.at(v.origin());
        copies.put(v, builder.add(op));
      }
    }
    graph.outputs().forEach(o -> builder.output(o.name(), copies.get(o.value())));
    graph.updates().forEach(u -> builder.update(copies.get(u.parameter()), copies.get(u.value())));
    return builder.build();
  }

  /** The loop with a body of ids that no value before it has; values after it go on from there. */
  private static Scan numbered(Scan scan, GraphBuilder outer) {
    GraphBuilder inner = new GraphBuilder(scan.body().body().name());
    inner.numberFrom(outer.nextId());
    Graph body = copy(scan.body().body(), inner);
    outer.numberFrom(inner.nextId());
    return scan.withBody(new Function(scan.body().name(), scan.body().kind(), body));
  }
}
