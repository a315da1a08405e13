package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Network;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** A graph's compiled class beside the reference evaluator. */
final class AgainstReference {
  private static final long BATCH = 3;

  private final Random random = new Random(7);
  private final Graph graph;
  private String together = "";

  AgainstReference(Graph graph) {
    this.graph = graph;
  }

  /**
   * Lets outputs whose names begin so be exact relative to the largest element of all of them. A
   * gradient that is 0 on paper, as that of a bias before a normalisation, is a sum of others that
   * cancel: what rounding leaves of it is relative to these.
   */
  AgainstReference together(String prefix) {
    together = prefix;
    return this;
  }

  /** Runs it once on random numbers; outputs and updated parameters must agree. */
  void compare(Function<Map<String, Tensor>, Network> compiled) {
    Map<String, Array> inputs = new LinkedHashMap<>();
    Map<String, Array> parameters = new LinkedHashMap<>();
    graph.inputs().forEach(v -> inputs.put(((Leaf.Input) v.op()).name(), array(v)));
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      Array array = array(v);
      boolean secondMoment = path.startsWith("optimizer.v.") || path.endsWith("running_var");
      parameters.put(
          path,
          secondMoment
              ? Array.fill(array.dtype(), array.shape(), i -> Math.abs(array.get(i)))
              : array);
    }
    Map<String, Long> symbols = new HashMap<>();
    graph.symbols().forEach(s -> symbols.put(s, BATCH));
    Evaluator.Result expected = new Evaluator(symbols).run(graph, inputs, parameters);

    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.forEach((path, array) -> tensors.put(path, tensor(array)));
    Executable executable = compiled.apply(tensors).session(Team.of(2));
    Object[] in = inputs.values().stream().map(a -> tensor(a).data()).toArray();
    Object[] out =
        graph.outputs().stream()
            .map(o -> tensor(expected.outputs().get(o.name())))
            .map(t -> t.type().newArray(t.size()))
            .toArray();
    int[] dims = graph.symbols().stream().mapToInt(s -> (int) BATCH).toArray();
    executable.run(in, dims, out);

    double common = 0;
    for (Map.Entry<String, Array> output : expected.outputs().entrySet()) {
      boolean joins = !together.isEmpty() && output.getKey().startsWith(together);
      common = joins ? Math.max(common, largest(output.getValue())) : common;
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      String name = graph.outputs().get(i).name();
      boolean joins = !together.isEmpty() && name.startsWith(together);
      Array array = expected.outputs().get(name);
      close(graph.name() + " " + name, out[i], array, joins ? common : largest(array));
    }
    expected
        .updates()
        .forEach(
            (path, array) ->
                close(graph.name() + " " + path, tensors.get(path).data(), array, largest(array)));
  }

  private Array array(Value value) {
    TensorType type = value.tensor();
    int[] shape =
        type.shape().dims().stream()
            .mapToInt(d -> d.isConstant() ? (int) d.constant() : (int) BATCH)
            .toArray();
    return Array.fill(
        type.dtype(),
        shape,
        i -> type.dtype() == DType.F32 ? (float) (random.nextGaussian() * 0.1) : i % 7);
  }

  /** The array as compiled classes take it. */
  static Tensor tensor(Array array) {
    ElementType type = ElementType.valueOf(array.dtype().name());
    Object data = type.newArray(array.size());
    for (int i = 0; i < array.size(); i++) {
      switch (data) {
        case float[] f -> f[i] = (float) array.get(i);
        case double[] d -> d[i] = array.get(i);
        case int[] n -> n[i] = (int) array.get(i);
        case long[] n -> n[i] = (long) array.get(i);
        case boolean[] b -> b[i] = array.get(i) != 0;
        default -> throw new IllegalStateException(type.toString());
      }
    }
    return new Tensor(type, Arrays.stream(array.shape()).boxed().toList(), data);
  }

  private static double largest(Array array) {
    return Arrays.stream(array.data()).map(Math::abs).max().orElse(0);
  }

  private static void close(String what, Object actual, Array expected, double largest) {
    double[] values = expected.data();
    double scale = largest + 1e-3;
    float[] floats = (float[]) actual;
    List<Integer> wrong =
        java.util.stream.IntStream.range(0, values.length)
            .filter(i -> !(Math.abs(floats[i] - values[i]) <= 2e-5 * scale))
            .boxed()
            .toList();
    assertThat(wrong.stream().limit(3).map(i -> floats[i] + " for " + values[i]))
        .as(what)
        .isEmpty();
  }
}
