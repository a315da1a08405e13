package app;

import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Graph;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import dev.netc.passes.Firing;
import dev.netc.passes.Pass;
import java.util.function.Consumer;

/** Turns reciprocal(sqrt(x)), a root and a division, into rsqrt(x). */
public record RootReciprocal() implements Pass {
  @Override
  public String name() {
    return "root-reciprocal";
  }

  @Override
  public String description() {
    return "turns reciprocal(sqrt(x)) into rsqrt(x)";
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, firing -> {});
  }

  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    Rewriter copy = new Rewriter(graph);
    Expressions e = new Expressions(copy.builder());
    boolean changed = false;
    for (Value value : graph.values()) {
      if (value.op() instanceof Unary(var f, Value root)
          && f == UnaryFunction.RECIPROCAL
          && root.op() instanceof Unary(var g, Value x)
          && g == UnaryFunction.SQRT) {
        copy.builder().at(value.origin());
        copy.replace(value, e.unary(UnaryFunction.RSQRT, copy.get(x)));
        firings.accept(new Firing("root", value.origin()));
        changed = true;
      } else {
        copy.keep(value);
      }
    }
    return changed ? copy.finish() : graph;
  }
}
