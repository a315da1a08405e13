package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;

/** Replaces calls of blocks by what the blocks compute. Kernels stay calls. */
public record Inline() implements Pass {
  @Override
  public String name() {
    return "inline";
  }

  @Override
  public String description() {
    return "replaces calls of blocks by their bodies";
  }

  @Override
  public Graph run(Graph graph) {
    return graph.values().stream().anyMatch(v -> v.op() instanceof Calls.Call c && isBlock(c))
        ? Inliner.inlineBlocks(graph)
        : graph;
  }

  private static boolean isBlock(Calls.Call call) {
    return call.function().kind() == Function.Kind.BLOCK;
  }
}
