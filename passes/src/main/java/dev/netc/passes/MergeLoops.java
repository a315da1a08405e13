package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes loops over the same operands that carry the same one loop, which emits what each of them
 * did. The gradient of a loop needs the loop again, with more to emit; this pass joins the two.
 */
public record MergeLoops() implements Pass {
  @Override
  public String name() {
    return "merge-loops";
  }

  @Override
  public String description() {
    return "makes loops over the same operands that carry the same one loop";
  }

  @Override
  public List<String> after() {
    return List.of(Inline.NAME);
  }

  /** The loops that are merged into one, and what each result of each is in it. */
  private static final class Merged {
    private final Scan first;
    private final GraphBuilder builder;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Map<Value, List<Integer>> indices = new LinkedHashMap<>();

    Merged(Value value, Scan scan) {
      first = scan;
      Graph body = scan.body().body();
      builder = new GraphBuilder(body.name());
      for (Value input : body.inputs()) {
        builder.at(input.origin());
        inputs.add(builder.input(((Leaf.Input) input.op()).name(), input.tensor()));
      }
      outputs.addAll(copied(scan));
      List<Integer> own = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        own.add(i);
      }
      indices.put(value, own);
    }

    private List<Value> copied(Scan scan) {
      Map<Value, Value> copies = new HashMap<>();
      Graph body = scan.body().body();
      for (int i = 0; i < inputs.size(); i++) {
        copies.put(body.inputs().get(i), inputs.get(i));
      }
      builder.copy(body.values(), copies);
      return scan.results().stream().map(copies::get).toList();
    }

    /** Adds a loop if it carries the same; whether it does. */
    boolean add(Value value, Scan scan) {
      if (!scan.operands().equals(first.operands())
          || scan.carries() != first.carries()
          || scan.sequences() != first.sequences()
          || scan.reversed() != first.reversed()
          || scan.recomputed() != first.recomputed()
          || !scan.trips().equals(first.trips())) {
        return false;
      }
      List<Value> results = copied(scan);
      if (!results.subList(0, scan.carries()).equals(outputs.subList(0, scan.carries()))) {
        return false;
      }
      List<Integer> own = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        int known = i < scan.carries() ? i : emitted(results.get(i));
        own.add(known);
      }
      indices.put(value, own);
      return true;
    }

    private int emitted(Value result) {
      int known = outputs.subList(first.carries(), outputs.size()).indexOf(result);
      if (known >= 0) {
        return first.carries() + known;
      }
      outputs.add(result);
      return outputs.size() - 1;
    }

    Scan scan(List<Value> operands) {
      for (int i = 0; i < outputs.size(); i++) {
        List<Graph.Output> named = first.body().body().outputs();
        builder.output(i < named.size() ? named.get(i).name() : "emitted" + i, outputs.get(i));
      }
      Function body = new Function(first.body().name(), Function.Kind.LOOP, builder.build());
      return first.withBody(body).withOperands(operands);
    }
  }

  @Override
  public Graph run(Graph graph) {
    List<Merged> groups = new ArrayList<>();
    Map<Value, Merged> byLoop = new HashMap<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Scan scan) {
        Merged group =
            groups.stream()
                .filter(g -> g.add(value, scan))
                .findFirst()
                .orElseGet(() -> new Merged(value, scan));
        if (!groups.contains(group)) {
          groups.add(group);
        }
        byLoop.put(value, group);
      }
    }
    return groups.size() == byLoop.size() ? graph : rewrite(graph, byLoop);
  }

  private static Graph rewrite(Graph graph, Map<Value, Merged> byLoop) {
    Rewriter copy = new Rewriter(graph);
    Map<Merged, Value> made = new HashMap<>();
    for (Value value : graph.values()) {
      Merged group = byLoop.get(value);
      copy.builder().at(value.origin());
      if (group != null) {
        // Results are rewritten by their own index, so that the loop itself needs no copy.
        made.computeIfAbsent(
            group, g -> copy.builder().add(g.scan(copy.get(((Scan) value.op()).operands()))));
      } else if (value.op() instanceof Calls.Result(Value tuple, int index)
          && byLoop.containsKey(tuple)) {
        Merged of = byLoop.get(tuple);
        int merged = of.indices.get(tuple).get(index);
        copy.replace(value, copy.builder().add(new Calls.Result(made.get(of), merged)));
      } else if (!copy.has(value)) {
        copy.keep(value);
      }
    }
    return copy.finish();
  }
}
