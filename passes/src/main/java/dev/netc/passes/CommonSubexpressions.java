package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphEquality;
import dev.netc.ir.Op;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes equal operations once, and lets calls of functions with equal bodies call one of them.
 */
public record CommonSubexpressions() implements Pass {
  @Override
  public String name() {
    return "cse";
  }

  @Override
  public String description() {
    return "computes equal operations once, and keeps one of several equal functions";
  }

  @Override
  public Graph run(Graph graph) {
    Map<Function, Function> representatives = representatives(graph);
    Rewriter copy = new Rewriter(graph);
    for (Value value : graph.values()) {
      if (!copy.has(value)) {
        Op op = value.op().withOperands(copy.get(value.op().operands()));
        if (op instanceof Calls.Call(Function function, List<Value> arguments, String instance)) {
          op =
              new Calls.Call(representatives.getOrDefault(function, function), arguments, instance);
        }
        copy.builder().at(value.origin());
        copy.replace(value, copy.builder().add(op));
      }
    }
    Graph shared = copy.finish();
    boolean changed =
        shared.values().size() != graph.values().size()
            || representatives.entrySet().stream().anyMatch(e -> e.getKey() != e.getValue());
    return changed ? shared : graph;
  }

  /** For each function that is called the first one that equals it. */
  private static Map<Function, Function> representatives(Graph graph) {
    List<Function> distinct = new ArrayList<>();
    Map<Function, Function> representatives = new HashMap<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Calls.Call call && !representatives.containsKey(call.function())) {
        Function function = call.function();
        Function first =
            distinct.stream()
                .filter(f -> GraphEquality.isSameFunction(f, function))
                .findFirst()
                .orElse(function);
        representatives.put(function, first);
        if (first == function) {
          distinct.add(function);
        }
      }
    }
    return representatives;
  }
}
