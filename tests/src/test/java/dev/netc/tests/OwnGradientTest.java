package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphEquality;
import dev.netc.ir.GraphParser;
import dev.netc.ir.GraphText;
import dev.netc.ir.Verifier;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.Team;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A block's own gradient is taken in place of that of its operators. */
final class OwnGradientTest {
  private static final String BLOCKS =
      """
      block rounded(x: tensor) {
          floor(x + 0.5)
      } gradient (d: tensor) {
          d
      }

      block reversal(x: f32[N], strength: f32 = 1.0) -> f32[N] {
          x
      } gradient (d: f32[N]) {
          -strength * d
      }

      // not the gradient of x ** 3, so that it shows which one is taken
      block cube(x: f32[N]) -> f32[N] {
          square = x * x
          square * x
      } gradient (d: f32[N]) {
          10.0 * d * square
      }

      block gated(x: f32[N]) -> f32[N] {
          gate = sigmoid(x)
          x * gate
      } gradient (d: f32[N]) {
          d * gate * (1.0 + x * (1.0 - gate))
      }

      block both(x: f32[N], y: f32[N]) -> (f32[N], i32[N], f32[N]) {
          (x * y, cast(x, i32), x + y)
      } gradient (d_product: f32[N], d_sum: f32[N]) {
          (d_product + 100.0 * d_sum, 0)
      }

      block noisy(x: f32[N]) -> f32[N] {
          mask = if training { cast(bernoulli([N], 0.5), f32) } else { ones[N] }
          x * mask
      } gradient (d: f32[N]) {
          d * mask
      }

      block twice(x: f32[N]) -> f32[N] { rounded(reversal(x)) + x }
      """;

  private static final double[] X = {0.3, -1.6, 2.2};

  private static Graph graph(String statements) {
    String text = BLOCKS + "network A(x: f32[3]) -> (y: f32[3]) {\n" + statements.indent(4) + "}\n";
    Compilation compilation = Frontend.compile(new SourceFile("own.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    CompiledNetwork network = compilation.networks().getFirst();
    Verifier.verify(network.inference());
    return network.inference();
  }

  /** What y is by the definition of each operator; the compiled class must agree. */
  private static double[] y(String statements) {
    Graph graph = graph(statements);
    Array x = Array.of(DType.F32, new int[] {3}, X);
    double[] y =
        new Evaluator(Map.of()).run(graph, Map.of("x", x), Map.of()).outputs().get("y").data();
    float[] in = {(float) X[0], (float) X[1], (float) X[2]};
    float[] out = new float[3];
    Compiler.executable(graph, Map.of(), Team.single())
        .run(new Object[] {in}, new int[0], new Object[] {out});
    for (int i = 0; i < 3; i++) {
      assertThat((double) out[i]).isCloseTo(y[i], within(1e-5 * (1 + Math.abs(y[i]))));
    }
    return y;
  }

  private static void isClose(double[] actual, double... expected) {
    assertThat(actual).containsExactly(expected, within(1e-5));
  }

  @Test
  void theRuleIsUsedAndTheValueIsThatOfTheBody() {
    isClose(y("y = rounded(x)"), 0, -2, 2);
    isClose(y("y = grad(sum(rounded(x) * x), x)"), 0.3 + 0, -1.6 - 2, 2.2 + 2);
    isClose(y("y = grad(sum(reversal(x, strength = 0.5) * x), x)"), 0.5 * 0.3, -0.8, 1.1);
    isClose(y("y = grad(sum(twice(x)), x)"), 0, 0, 0);
  }

  @Test
  void aSecondDerivativeIsThatOfTheRule() {
    isClose(y("y = grad(sum(cube(x)), x)"), 10 * 0.09, 10 * 2.56, 10 * 4.84);
    isClose(y("y = grad(sum(grad(sum(cube(x)), x)), x)"), 20 * 0.3, 20 * -1.6, 20 * 2.2);
    isClose(y("y = grad(sum(grad(sum(rounded(x) ** 2), x)), x)"), 2, 2, 2);
  }

  @Test
  void aRuleThatIsRightGivesWhatTheOperatorsGive() {
    String twice = "y = grad(sum(grad(sum(%s * x), x) ** 2), x)";
    isClose(y(twice.formatted("gated(x)")), y(twice.formatted("x * sigmoid(x)")));
  }

  @Test
  void eachFloatResultHasACotangentAndEachFloatArgumentAGradient() {
    isClose(y("(p, i, s) = both(x, x)\ny = grad(sum(p) + 2.0 * sum(s), x)"), 201, 201, 201);
    isClose(y("(p, i, s) = both(x, x)\ny = grad(sum(p), x)"), 1, 1, 1);
  }

  @Test
  void aLoopAndItsGradientTakeTheRule() {
    String loop =
        """
        h = scan (step, i) in (reshape(x, [3, 1]), iota(3)) carry (s = zeros[1]) {
            s = s + rounded(step) * step
        }
        """;
    isClose(y(loop + "y = grad(sum(h), x)"), 0.3 + 0, -1.6 - 2, 2.2 + 2);
    isClose(y(loop + "y = grad(sum(grad(sum(h), x)), x)"), 2, 2, 2);
  }

  @Test
  void theTextOfAGraphHasTheRule() {
    Graph graph = graph("y = cube(x) + rounded(x)");
    String text = GraphText.print(graph);
    assertThat(text).contains("gradient @cube_gradient.");
    assertThat(GraphEquality.firstDifference(graph, GraphParser.parse(text))).isEmpty();
    assertThat(GraphText.print(GraphParser.parse(text))).isEqualTo(text);
    assertThat(GraphEquality.isSame(graph, GraphParser.parse(text.replace("10.0", "11.0"))))
        .isFalse();
  }

  @Test
  void theRuleSeesWhatTheBodyDrew() {
    Array ones = Array.fill(DType.F32, new int[] {64}, i -> 1);
    double[] gradient = InTraining.gradient(BLOCKS, "noisy(scale)", ones, 0);
    double[] value = InTraining.gradient(BLOCKS, "scale * stop_gradient(noisy(image))", ones, 0);
    assertThat(gradient).contains(0, 1).isEqualTo(value);
  }
}
