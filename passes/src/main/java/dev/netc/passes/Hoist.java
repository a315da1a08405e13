package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes out of loops what need not wait for the step before: what is the same at every step is
 * computed once; products of sequences with weights become one product for all steps, before the
 * loop, or after it where they only leave it; sums of products and reductions over the steps, such
 * as the gradients of weights, become one product or reduction after the loop.
 */
public record Hoist() implements Pass {
  @Override
  public String name() {
    return "hoist";
  }

  @Override
  public String description() {
    return "computes products that do not depend on carries for all steps of a loop at once";
  }

  @Override
  public List<String> after() {
    return List.of(Inline.NAME);
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter copy = new Rewriter(graph);
    Map<Value, LoopHoisting> loops = new HashMap<>();
    for (Value value : graph.values()) {
      copy.builder().at(value.origin());
      if (value.op() instanceof Scan scan && LoopHoisting.pays(scan)) {
        loops.put(value, new LoopHoisting(scan, copy));
      } else if (value.op() instanceof Calls.Result result && loops.containsKey(result.tuple())) {
        copy.replace(value, loops.get(result.tuple()).result(result));
      } else {
        copy.keep(value);
      }
    }
    return loops.isEmpty() ? graph : copy.finish();
  }
}
