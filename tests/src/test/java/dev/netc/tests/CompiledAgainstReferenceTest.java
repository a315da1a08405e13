package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The generated Java computes what the reference evaluator says, for every graph of the examples.
 */
final class CompiledAgainstReferenceTest {
  private static final long BATCH = 3;

  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(strings = {"lenet/lenet", "mlp/mlp", "xor/xor"})
  void everyGraphOfTheExamples(String example) throws IOException {
    Compilation compilation =
        Frontend.compile(SourceFile.read(Path.of("../examples/" + example + ".net")));
    assertThat(compilation.diagnostics()).isEmpty();
    CompiledNetwork network = compilation.networks().getFirst();
    compare(network.initialize());
    compare(network.inference());
    compare(network.training().orElseThrow().evaluate());
    compare(network.training().orElseThrow().initializeState());
    compare(network.training().orElseThrow().step());
  }

  private void compare(Graph graph) {
    Map<String, Array> inputs = new LinkedHashMap<>();
    Map<String, Array> parameters = new LinkedHashMap<>();
    graph.inputs().forEach(v -> inputs.put(((Leaf.Input) v.op()).name(), array(v)));
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      Array array = array(v);
      boolean secondMoment = path.startsWith("optimizer.v.");
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
    Executable executable = Compiler.executable(graph, tensors, Team.of(2));
    Object[] in = inputs.values().stream().map(a -> tensor(a).data()).toArray();
    Object[] out =
        graph.outputs().stream()
            .map(o -> tensor(expected.outputs().get(o.name())))
            .map(t -> t.type().newArray(t.size()))
            .toArray();
    int[] dims = graph.symbols().stream().mapToInt(s -> (int) BATCH).toArray();
    executable.run(in, dims, out);

    for (int i = 0; i < graph.outputs().size(); i++) {
      String name = graph.outputs().get(i).name();
      close(graph.name() + " " + name, out[i], expected.outputs().get(name));
    }
    expected
        .updates()
        .forEach(
            (path, array) -> close(graph.name() + " " + path, tensors.get(path).data(), array));
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

  private static Tensor tensor(Array array) {
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

  private static void close(String what, Object actual, Array expected) {
    double[] values = expected.data();
    double scale = Arrays.stream(values).map(Math::abs).max().orElse(0) + 1e-3;
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
