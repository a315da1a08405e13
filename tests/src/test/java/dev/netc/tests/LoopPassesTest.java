package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.autodiff.VectorJacobianProduct;
import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.passes.PassCheck;
import dev.netc.passes.PassVerifier;
import dev.netc.passes.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks with loops, and their gradients, through all passes and as compiled classes. */
final class LoopPassesTest {
  private static final String LSTM = "lstm(x, 5, layers = 2, bidirectional = true)";

  /** Expressions of x: f32[T, N, 3] that give f32[T, N, something]. */
  static Stream<String> loops() {
    return Stream.of(
        "rnn(x, 4)",
        "rnn(x, 4, activation = \"relu\", layers = 2)",
        LSTM,
        "gru(x, 4, bidirectional = true)",
        "gru(x, 4, reset_after = false)",
        "scan step in x carry (h = zeros[N, 3]) {\n h = 0.5 * h + step * 2\n yield h * h }",
        "scan step in reversed(x) carry (a = zeros[N, 3], b = ones[N, 3]) {\n"
            + "(a, b) = (b * 0.5, a + step)\n yield a - b }",
        "scan step in x carry (h = zeros[N, 4]) {\n h = tanh(linear(concat([h, step], axis = 1), 4))\n"
            + " yield linear(h, 2) }",
        "scan step in x { yield softmax(step) }",
        "peephole_lstm(x, 4)",
        "projected_lstm(x, 5, 2)",
        "normalized_lstm(x, 4)",
        "scan step in x carry (h = zeros[N, 3]) {\n h = tanh(h + attend(step + h, x))\n yield h }",
        "transpose(scan step in transpose(pad(x[0:1], [5, 0, 0], [0, 0, 0]), [0, 1, 2])"
            + " carry (h = zeros[N, 3]) checkpoint 2 {\n h = sin(h + step * h + 1)\n yield h },"
            + " [0, 1, 2])",
        "scan rows in x carry (h = zeros[3]) {\n"
            + "h = scan row in rows carry (g = h) { g = sin(g * row + 0.1) }\n yield rows + h }",
        "scan (a, b) in (x, scan s in x carry (h = zeros[N, 3]) {\n h = h + s\n yield h }) {"
            + " yield a * b }");
  }

  @ParameterizedTest
  @MethodSource("loops")
  void passesKeepTheMeaning(String expression) {
    Graph graph = VectorJacobianProduct.of(graph(expression));
    PassCheck check = new PassCheck(3);
    Pipeline.standard().run(graph, List.of(new PassVerifier(), check));
    assertThat(check.differences()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("loops")
  void compiledCodeAgreesWithTheReference(String expression) {
    Graph graph = VectorJacobianProduct.of(graph(expression));
    new AgainstReference(graph).compare(Compiler.compile(graph));
  }

  /**
   * One loop, the same by segments that are computed again, and unrolled: bit for bit the same
   * results and gradients, since sums go on in the same order. (What is the same at every step is
   * one value of the unrolled graph, whose cotangents are summed before they go on: not here.)
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "scan step in SEQUENCE carry (h = zeros[2, 3]) EVERY {\n"
            + " h = tanh(matmul(step, w) + matmul(h, w) * h)\n yield h * step }",
        "scan step in SEQUENCE carry (h = zeros[2, 3], n = ones[2, 3]) EVERY {\n"
            + " n = n * 0.9 + sum(step)\n h = sin(h * n + matmul(step, w))\n yield (h, n) }"
      })
  void segmentsAndStepsGiveTheSameBits(String loop) {
    for (String sequence : List.of("x", "reversed(x)")) {
      String text = loop.replace("SEQUENCE", sequence);
      Graph whole = gradients(text.replace("EVERY", ""));
      Graph segments = gradients(text.replace("EVERY", "checkpoint 3"));
      Graph steps = Pipeline.parse("unroll").run(gradientsOfSteps(text.replace("EVERY", "")));
      Map<String, Array> expected = evaluate(steps);
      assertThat(steps.values()).noneMatch(v -> v.op() instanceof Scan);
      for (Graph other : List.of(whole, segments)) {
        evaluate(other)
            .forEach(
                (name, array) ->
                    assertThat(array.data()).as(name).isEqualTo(expected.get(name).data()));
      }
    }
  }

  private static Map<String, Array> evaluate(Graph graph) {
    Random random = new Random(5);
    Map<String, Array> inputs = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      int[] shape = input.shape().evaluate(Map.of());
      inputs.put(
          ((Leaf.Input) input.op()).name(),
          Array.fill(input.dtype(), shape, i -> random.nextGaussian()));
    }
    return new Evaluator(Map.of()).run(graph, inputs, Map.of()).outputs();
  }

  private static Graph inference(String loop) {
    String text =
        "network A(x: f32[6, 2, 3], w: f32[3, 3]) -> (y: f32) {\n r = [%s]\n".formatted(loop)
            + " y = sum(concat([reshape(a, [36]) for a in r[0]], axis = 0))\n}\n";
    String one =
        "network A(x: f32[6, 2, 3], w: f32[3, 3]) -> (y: f32) {\n y = sum(%s)\n}\n".formatted(loop);
    String chosen = loop.contains("yield (") ? text : one;
    Compilation compilation = Frontend.compile(new SourceFile("loop.net", chosen));
    assertThat(compilation.diagnostics()).as(chosen).isEmpty();
    return compilation.networks().getFirst().inference();
  }

  private static Graph gradients(String loop) {
    return VectorJacobianProduct.of(inference(loop));
  }

  /** The gradients of the unrolled loop, by the rules of its steps. */
  private static Graph gradientsOfSteps(String loop) {
    return VectorJacobianProduct.of(Pipeline.parse("unroll").run(inference(loop)));
  }

  @Test
  void productsOfAllStepsAndGradientsOfWeightsLeaveTheLoops() {
    Graph graph = Pipeline.standard().run(VectorJacobianProduct.of(graph(LSTM)));
    List<Graph> bodies =
        graph.values().stream()
            .flatMap(v -> v.op() instanceof Scan s ? Stream.of(s.body().body()) : Stream.of())
            .toList();
    assertThat(bodies).as("a loop forward and one back for 2 layers of 2 directions").hasSize(8);
    assertThat(bodies)
        .allSatisfy(
            body ->
                assertThat(body.values().stream().filter(LoopPassesTest::isProduct))
                    .as("only the product with h, or with the cotangent of the gates")
                    .hasSize(1));
  }

  private static boolean isProduct(Value value) {
    return switch (value.op()) {
      case Linear product -> true;
      case Calls.Call call ->
          call.function().body().values().stream().anyMatch(LoopPassesTest::isProduct);
      default -> false;
    };
  }

  private static Graph graph(String expression) {
    String text =
        "network A(x: f32[T, N, 3]) -> (y: f32) {\n y = sum(tanh(" + expression + "))\n}\n";
    Compilation compilation = Frontend.compile(new SourceFile("loop.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return compilation.networks().getFirst().inference();
  }
}
