package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of a graph on named tensors, compiled or by the reference evaluator. */
final class GraphRun {
  private final Graph graph;
  private final Map<String, Tensor> inputs;
  private final Map<String, Tensor> parameters;
  private final Map<String, Long> symbols = new HashMap<>();

  /**
   * @throws UserError if an input is missing or of another shape or type
   */
  GraphRun(Graph graph, Map<String, Tensor> inputs, Map<String, Tensor> parameters) {
    this.graph = graph;
    this.inputs = inputs;
    this.parameters = parameters;
    graph.inputs().forEach(this::bind);
  }

  private void bind(Value input) {
    String name = ((Leaf.Input) input.op()).name();
    Tensor given = inputs.get(name);
    if (given == null) {
      throw new UserError("error: the input " + name + ": " + input.type() + " is not given");
    }
    List<Dim> dims = input.shape().dims();
    Tensor tensor = narrow(input, given);
    boolean fits =
        tensor.type().toString().equals(input.dtype().toString())
            && tensor.shape().size() == dims.size();
    for (int i = 0; fits && i < dims.size(); i++) {
      long extent = tensor.shape().get(i);
      if (dims.get(i).symbolName().isPresent()) {
        Long known = symbols.putIfAbsent(dims.get(i).symbolName().get(), extent);
        fits = extent > 0 && (known == null || known == extent);
      } else {
        fits = !dims.get(i).isConstant() || dims.get(i).constant() == extent;
      }
    }
    if (!fits) {
      throw new UserError(
          "error: the input " + name + " is " + input.type() + ", given is " + given);
    }
  }

  /** The outputs by name, of generated code. */
  Map<String, Tensor> compiled() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Graph.Output output : graph.outputs()) {
      ElementType type = ElementType.valueOf(output.value().dtype().name());
      outputs.put(output.name(), Tensor.zeros(type, shape(output.value())));
    }
    Object[] in =
        graph.inputs().stream()
            .map(v -> narrow(v, inputs.get(((Leaf.Input) v.op()).name())).data())
            .toArray();
    int[] dims = graph.symbols().stream().mapToInt(s -> symbols.get(s).intValue()).toArray();
    Map<String, Tensor> narrowed = new LinkedHashMap<>();
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      narrowed.put(path, narrow(v, parameters.get(path)));
    }
    Compiler.executable(graph, narrowed, Team.single())
        .run(in, dims, outputs.values().stream().map(Tensor::data).toArray());
    return outputs;
  }

  private static Tensor narrow(Value value, Tensor given) {
    return Narrowing.of(given, ElementType.valueOf(value.dtype().name()), value.shape().rank());
  }

  private List<Integer> shape(Value value) {
    return java.util.Arrays.stream(value.shape().evaluate(symbols)).boxed().toList();
  }

  /** The outputs by name, in f64 by the definition of each operator. */
  Map<String, Tensor> reference() {
    Map<String, Array> given = new HashMap<>();
    graph.inputs().forEach(v -> put(given, ((Leaf.Input) v.op()).name(), inputs, v));
    Map<String, Array> learned = new HashMap<>();
    graph.parameters().forEach(v -> put(learned, ((Leaf.Parameter) v.op()).path(), parameters, v));
    Map<String, Array> results = new Evaluator(symbols).run(graph, given, learned).outputs();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    results.forEach(
        (name, array) ->
            outputs.put(
                name,
                new Tensor(
                    ElementType.F64,
                    java.util.Arrays.stream(array.shape()).boxed().toList(),
                    array.data())));
    return outputs;
  }

  /** The tensor in all its digits, as the dtype that the graph says. */
  private static void put(
      Map<String, Array> arrays, String name, Map<String, Tensor> tensors, Value value) {
    Tensor tensor = tensors.get(name);
    int[] shape = narrow(value, tensor).shape().stream().mapToInt(Integer::intValue).toArray();
    arrays.put(name, Array.fill(value.dtype(), shape, i -> Elements.get(tensor.data(), i)));
  }
}
