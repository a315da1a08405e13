package dev.netc.autodiff;

import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph beside its vector-Jacobian product: for each float output {@code y} an input {@code
 * cotangent.y}, for each float input or parameter {@code x} an output {@code gradient.x}.
 */
public final class VectorJacobianProduct {
  public static final String COTANGENT = "cotangent.";
  public static final String GRADIENT = "gradient.";

  private VectorJacobianProduct() {}

  /** The graph with cotangents as further inputs and gradients as further outputs. */
  public static Graph of(Graph graph) {
    Rewriter copy = new Rewriter(graph);
    graph.values().forEach(copy::keep);
    List<Value> ys = new ArrayList<>();
    List<Value> cotangents = new ArrayList<>();
    for (Graph.Output output : graph.outputs()) {
      if (output.value().dtype().isFloat()) {
        ys.add(copy.get(output.value()));
        cotangents.add(copy.builder().input(COTANGENT + output.name(), output.value().tensor()));
      }
    }
    Map<String, Value> xs = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      if (input.dtype().isFloat()) {
        xs.put(((Leaf.Input) input.op()).name(), copy.get(input));
      }
    }
    graph.parameters().forEach(p -> xs.put(((Leaf.Parameter) p.op()).path(), copy.get(p)));
    List<Value> gradients = Gradient.vjp(copy.builder(), ys, cotangents, List.copyOf(xs.values()));
    int i = 0;
    for (String name : xs.keySet()) {
      copy.builder().output(GRADIENT + name, gradients.get(i++));
    }
    return copy.finish();
  }
}
