package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Replaces calls of blocks by what the blocks compute. Kernels stay calls. */
public record Inline() implements Pass {
  static final String NAME = "inline";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "replaces calls of blocks by their bodies";
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, firing -> {});
  }

  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    List<Value> calls = new ArrayList<>();
    find(graph, calls);
    calls.forEach(
        v -> firings.accept(new Firing(((Calls.Call) v.op()).function().name(), v.origin())));
    return calls.isEmpty() ? graph : Inliner.inlineBlocks(graph);
  }

  /** The calls of blocks in a graph and in its loops. */
  private static void find(Graph graph, List<Value> calls) {
    for (Value value : graph.values()) {
      if (value.op() instanceof Calls.Call call && isBlock(call)) {
        calls.add(value);
      } else if (value.op() instanceof Scan scan) {
        find(scan.body().body(), calls);
      }
    }
  }

  private static boolean isBlock(Calls.Call call) {
    return call.function().kind() == Function.Kind.BLOCK;
  }
}
