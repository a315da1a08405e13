package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.ir.Calls;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Type;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.Products;
import dev.netc.ir.analysis.ReceptiveFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a network and each of its layers cost. Numbers are for one example: a value of 1 for every
 * symbolic dim.
 *
 * @param parameters elements of all parameters and states
 * @param products multiply-accumulates
 * @param inferenceBytes working memory that each example of a batch takes in inference, at least
 * @param trainingBytes the same in a training step, if there is one
 */
record LayerCosts(
    List<Layer> layers,
    long parameters,
    long products,
    Optional<List<Dim>> field,
    long inferenceBytes,
    Optional<Long> trainingBytes) {
  /**
   * A call of a block.
   *
   * @param field the part of the image that an element of the output sees
   * @param bytes of the output
   */
  record Layer(
      String name,
      String block,
      String output,
      long parameters,
      long products,
      Optional<List<Dim>> field,
      long bytes) {}

  static LayerCosts of(CompiledNetwork network) {
    Graph graph = network.inference();
    ReceptiveFields fields = ReceptiveFields.of(graph);
    List<Layer> layers = new ArrayList<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Calls.Call call) {
        List<Value> own =
            call.arguments().stream().filter(a -> a.op() instanceof Leaf.Parameter).toList();
        layers.add(
            new Layer(
                call.instance(),
                call.function().name(),
                value.type().toString(),
                size(own),
                Products.of(call.function().body(), Map.of()),
                fields.of(value),
                bytes(value.type())));
      }
    }
    return new LayerCosts(
        layers,
        size(graph.parameters()),
        Products.of(graph, Map.of()),
        fields.of(graph.outputs().getFirst().value()),
        memoryOfOne(graph),
        network.training().map(plan -> memoryOfOne(plan.step())));
  }

  private static long size(List<Value> values) {
    return values.stream().mapToLong(v -> count(v.shape().size())).sum();
  }

  private static long bytes(Type type) {
    return switch (type) {
      case TensorType t -> count(t.shape().size()) * t.dtype().bytes();
      case Type.Tuple(List<TensorType> elements) ->
          elements.stream().mapToLong(LayerCosts::bytes).sum();
    };
  }

  private static long count(Dim dim) {
    Map<String, Long> ones = new LinkedHashMap<>();
    dim.symbols().forEach(s -> ones.put(s, 1L));
    return dim.evaluate(ones);
  }

  /**
   * The most memory that values which grow with the batch take at one time; gradients of parameters
   * do not grow.
   */
  private static long memoryOfOne(Graph graph) {
    Map<String, Long> ones = new HashMap<>();
    graph.symbols().forEach(s -> ones.put(s, 1L));
    return Compiler.memory(graph, ones).peakBytes(v -> !v.shape().size().isConstant());
  }
}
