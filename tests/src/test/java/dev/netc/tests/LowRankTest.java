package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.cli.lowrank.Factorization;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.LowRank;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.passes.Pipeline;
import dev.netc.runtime.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A network whose weights are declared as products computes what the graph with two products does,
 * and learns the factors.
 */
final class LowRankTest {
  private static final Map<String, Long> EXTENTS = Map.of("N", 2L);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x: f32[N, 12] | linear(10)",
        "x: f32[N, 8, 6, 7] | conv2d(12, kernel = 3, stride = 2, padding = 1)",
        "x: f32[N, 3, 6, 7] | conv2d(12, kernel = 3, padding = 1, dilation = 2)",
        "x: f32[N, 8, 6, 7] | conv2d(12, kernel = 1)",
        "x: f32[N, 6, 11] | conv1d(12, kernel = 3)",
        "x: f32[N, 4, 5, 6, 7] | conv3d(12, [3, 3, 3], padding = [1, 1, 1])",
      })
  void theWeightsAreTheProduct(String example) {
    String[] parts = example.split(" \\| ", -1);
    SourceFile source =
        new SourceFile(
            "layer.net",
            """
            network Layer(%s) -> (y: f32) {
                z = %s(x, %s as "layer"
                y = sum(z * z)
            }

            training Layer() {
                loss      y
                optimizer sgd(rate = 0.1)
            }
            """
                .formatted(parts[0], name(parts[1]), rest(parts[1])));
    CompiledNetwork whole = compile(source, Map.of());
    Graph graph = Pipeline.parse("inline,simplify,cse,dce").run(whole.inference());
    Map<String, Tensor> tensors = random(graph);
    Factorization factorization = Factorization.of(graph, tensors, 0.4);
    Map<String, Tensor> factors = factorization.apply(tensors);
    assertThat(factors).containsKeys("layer.weight.first", "layer.weight.second");

    CompiledNetwork low = compile(source, factorization.lowRanks());
    Array x = input(graph);
    double two = run(factorization.apply(graph), x, factors).outputs().get("y").data()[0];
    double product = run(low.inference(), x, factors).outputs().get("y").data()[0];
    assertThat(product / two).isCloseTo(1, within(1e-5));

    Evaluator.Result step = run(low.training().orElseThrow().step(), x, factors);
    for (String path : new String[] {"layer.weight.first", "layer.weight.second"}) {
      assertThat(step.updates().get(path).data()).isNotEqualTo(array(factors.get(path)).data());
    }
    assertThat(step.updates()).doesNotContainKey("layer.weight");
  }

  private static String name(String layer) {
    return layer.substring(0, layer.indexOf('('));
  }

  private static String rest(String layer) {
    return layer.substring(layer.indexOf('(') + 1);
  }

  private static CompiledNetwork compile(SourceFile source, Map<String, LowRank> lowRanks) {
    var compilation = Frontend.compile(source, lowRanks);
    assertThat(compilation.diagnostics()).isEmpty();
    return compilation.networks().getFirst();
  }

  private static Map<String, Tensor> random(Graph graph) {
    Random random = new Random(4);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Value v : graph.parameters()) {
      int[] shape = v.shape().evaluate(EXTENTS);
      float[] data = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < data.length; i++) {
        data[i] = (float) random.nextGaussian();
      }
      tensors.put(
          ((Leaf.Parameter) v.op()).path(),
          Tensor.of(data, Arrays.stream(shape).boxed().toArray(Integer[]::new)));
    }
    return tensors;
  }

  private static Array input(Graph graph) {
    Random random = new Random(8);
    Value x = graph.input("x").orElseThrow();
    return Array.fill(x.dtype(), x.shape().evaluate(EXTENTS), i -> random.nextGaussian());
  }

  private static Array array(Tensor tensor) {
    int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
    return Array.fill(DType.F32, shape, i -> tensor.floats()[i]);
  }

  private static Evaluator.Result run(Graph graph, Array x, Map<String, Tensor> tensors) {
    Map<String, Array> inputs = new LinkedHashMap<>();
    for (Value v : graph.inputs()) {
      String name = ((Leaf.Input) v.op()).name();
      inputs.put(name, name.equals("x") ? x : Array.scalar(v.dtype(), 1));
    }
    Map<String, Array> parameters = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(
            v -> {
              String path = ((Leaf.Parameter) v.op()).path();
              Array zeros = Array.fill(v.dtype(), v.shape().evaluate(EXTENTS), i -> 0);
              parameters.put(path, tensors.containsKey(path) ? array(tensors.get(path)) : zeros);
            });
    return new Evaluator(EXTENTS).run(graph, inputs, parameters);
  }
}
