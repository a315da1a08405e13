package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code layer.weight} is the parameter that the layer itself uses. */
final class LayerParametersTest {
  private final Random random = new Random(5);

  private static CompiledNetwork compile(String text) {
    Compilation compilation = Frontend.compile(new SourceFile("layer.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return compilation.networks().getFirst();
  }

  /** Random parameters. */
  private Map<String, Array> parameters(Graph graph) {
    Map<String, Array> parameters = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(
            p -> {
              int[] shape =
                  p.shape().dims().stream().mapToInt(d -> Math.toIntExact(d.constant())).toArray();
              parameters.put(
                  ((Leaf.Parameter) p.op()).path(),
                  Array.fill(DType.F32, shape, i -> random.nextDouble() - 0.5));
            });
    return parameters;
  }

  @Test
  void itIsTheParameterOfTheLayer() {
    CompiledNetwork network =
        compile(
            """
            block trunk(x: f32[N, 3]) -> f32[N, 4] {
                layer inner = linear(4)
                wide = inner(x)
                wide + matmul(x, inner.weight^T)
            }

            network A(x: f32[2, 3]) -> (y: f32[2, 4], again: f32[2, 4]) {
                layer encoder = trunk()
                y = encoder(x)
                once = matmul(x, encoder.inner.weight^T)
                again = scan step in stack([x, x]) carry (s = zeros[2, 4]) {
                    s = s + once + 0.5 * (encoder.inner.bias + 0.0 * sum(step))
                }
            }
            """);
    Graph graph = network.inference();
    assertThat(graph.parameters()).hasSize(2);
    Map<String, Array> parameters = parameters(graph);
    Array x = Array.fill(DType.F32, new int[] {2, 3}, i -> random.nextDouble());
    Map<String, Array> y = new Evaluator(Map.of()).run(graph, Map.of("x", x), parameters).outputs();
    assertThat(y.get("again").data()).containsExactly(y.get("y").data(), within(1e-12));
  }

  private static final String TIED =
      """
      network Tied(word: i32[N]) -> (logits: f32[N, 5]) {
          layer embed = embedding(5, 3)
          logits = matmul(tanh(embed(word)), embed.weight^T)
      }

      training Tied(next: i32[N]) {
          loss      cross_entropy(logits, next)
          loss      0.1 * sum(embed.weight ** 2)
          optimizer sgd(rate = 1.0)
      }
      """;

  /**
   * The update of plain gradient descent at rate 1 is the gradient of both uses and the penalty.
   */
  @Test
  void tiedWeightsAndPenaltiesHaveTheGradientOfFiniteDifferences() {
    TrainingPlan plan = compile(TIED).training().orElseThrow();
    Map<String, Array> parameters = parameters(plan.step());
    Array weight = parameters.get("embed.weight");
    double[] after = run(plan, weight).updates().get("embed.weight").data();
    for (int i = 0; i < after.length; i++) {
      double difference = (loss(plan, weight, i, 1e-5) - loss(plan, weight, i, -1e-5)) / 2e-5;
      assertThat(weight.get(i) - after[i]).as("element %d", i).isCloseTo(difference, within(1e-6));
    }
  }

  private static double loss(TrainingPlan plan, Array weight, int place, double step) {
    Array moved =
        Array.fill(
            DType.F32, weight.shape(), i -> i == place ? weight.get(i) + step : weight.get(i));
    return run(plan, moved).outputs().get("loss").get(0);
  }

  private static Evaluator.Result run(TrainingPlan plan, Array weight) {
    Map<String, Array> inputs =
        Map.of(
            "seed", Array.scalar(DType.I64, 1),
            "step", Array.scalar(DType.I64, 0),
            "steps", Array.scalar(DType.I64, 1),
            "word", Array.of(DType.I32, new int[] {3}, new double[] {0, 4, 1}),
            "next", Array.of(DType.I32, new int[] {3}, new double[] {4, 1, 2}));
    return new Evaluator(Map.of("N", 3L))
        .run(
            plan.step(),
            inputs,
            Map.of(
                "embed.weight",
                weight,
                "optimizer.velocity.embed.weight",
                Array.fill(DType.F32, weight.shape(), i -> 0)));
  }
}
