package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.autodiff.VectorJacobianProduct;
import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.ir.Linear;
import dev.netc.ir.Scan;
import dev.netc.passes.PassCheck;
import dev.netc.passes.PassVerifier;
import dev.netc.passes.Pipeline;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static boolean isProduct(dev.netc.ir.Value value) {
    return value.op() instanceof Linear
        || value.op() instanceof dev.netc.ir.Calls.Call call
            && call.function().body().values().stream().anyMatch(LoopPassesTest::isProduct);
  }

  private static Graph graph(String expression) {
    String text =
        "network A(x: f32[T, N, 3]) -> (y: f32) {\n y = sum(tanh(" + expression + "))\n}\n";
    Compilation compilation = Frontend.compile(new SourceFile("loop.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return compilation.networks().getFirst().inference();
  }
}
