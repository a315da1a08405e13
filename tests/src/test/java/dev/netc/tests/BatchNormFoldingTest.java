package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.ir.Value;
import dev.netc.passes.Pipeline;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch norm at inference costs nothing: it is in the weights from the moment they are loaded. */
final class BatchNormFoldingTest {
  @ParameterizedTest
  @CsvSource({
    "resnet/resnet20, 21",
    "resnet/resnet18, 20",
    "resnet/resnet18_vd, 22",
    "mobilenet/mobilenet_v1, 27"
  })
  void noneIsLeftInTheExamples(String example, long layers) throws IOException {
    CompiledNetwork network = Nets.compile("../examples/" + example + ".net");
    Graph inlined = Pipeline.parse("inline").run(network.inference());
    Graph folded = Pipeline.standard().run(network.inference());
    assertThat(inlined.values().stream().filter(BatchNormFoldingTest::isRoot))
        .hasSize((int) layers);
    assertThat(folded.values().stream().filter(BatchNormFoldingTest::isRoot)).isEmpty();
    assertThat(GraphText.print(folded)).doesNotContain("scale");
  }

  private static boolean isRoot(Value value) {
    return value.op() instanceof Unary(UnaryFunction function, Value x)
        && function == UnaryFunction.RSQRT;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x: f32[N, 3, 20] | f32[N, 8, 20] | conv1d(8, kernel = 3, padding = 1) |> batch_norm |> relu",
        "x: f32[N, 3, 9, 8] | f32[N, 6, 7, 6] | conv2d(6, kernel = 3, bias = false) |> batch_norm",
        "x: f32[N, 16, 9, 8] | f32[N, 32, 9, 8] | conv2d(32, kernel = 3, padding = 1) |> batch_norm |> relu",
        "x: f32[N, 16, 9, 8] | f32[N, 32, 7, 6] | conv2d(32, kernel = 3, groups = 4) |> batch_norm",
        "x: f32[N, 16, 9, 8] | f32[N, 16, 7, 6] | conv2d(16, kernel = 3, groups = 16) |> batch_norm |> batch_norm",
        "x: f32[N, 4, 5, 6, 7] | f32[N, 8, 3, 4, 5] | conv3d(8, kernel = [3, 3, 3]) |> batch_norm |> relu",
        "x: f32[N, 4, 5, 6] | f32[N, 6, 10, 12] | conv_transpose2d(6, kernel = 2, stride = 2) |> batch_norm |> relu",
        "x: f32[N, 4, 5, 6] | f32[N, 6, 7, 8] | conv_transpose2d(6, kernel = 3, groups = 2) |> batch_norm",
        "x: f32[N, 12] | f32[N, 5] | linear(8) |> batch_norm |> relu |> linear(5, bias = false) |> batch_norm",
      })
  void isExact(String text) {
    String[] parts = text.split(" \\| ");
    CompiledNetwork network =
        compile("network Net(%s) -> (y: %s) {\n    y = x |> %s\n}\n".formatted((Object[]) parts));
    Graph folded = Pipeline.standard().run(network.inference());
    assertThat(folded.values().stream().filter(BatchNormFoldingTest::isRoot)).isEmpty();
    new AgainstReference(network.inference()).compare(Compiler.compile(network.inference()));
  }

  @Test
  void aTrainingStepIsLeftAlone() {
    CompiledNetwork network =
        compile(
            """
            network Net(x: f32[N, 3, 8, 8]) -> (y: f32[N, 4, 6, 6]) {
                y = x |> conv2d(4, kernel = 3) |> batch_norm
            }

            training Net() {
                loss      mean(y * y)
                optimizer sgd(rate = 0.1)
            }
            """);
    Graph step = Pipeline.parse("inline,simplify").run(network.training().orElseThrow().step());
    assertThat(Pipeline.parse("fold-batch-norm,hoist-parameters").run(step)).isSameAs(step);
  }

  private static CompiledNetwork compile(String source) {
    Compilation compilation = Frontend.compile(new SourceFile("net.net", source));
    assertThat(compilation.diagnostics()).isEmpty();
    return compilation.networks().getFirst();
  }

  @Test
  void whatParametersAloneMakeCanBeAResult() {
    String text =
        """
        network Doubled(x: f32[N, 3]) -> (y: f32[N, 3], w: f32[3, 3], norm: f32) {
            param weight: f32[3, 3] = uniform_fan(3)
            w    = 2.0 * weight
            y    = matmul(x, w)
            norm = sum(w * w)
        }
        """;
    Compilation compilation = Frontend.compile(new SourceFile("doubled.net", text));
    assertThat(compilation.diagnostics()).isEmpty();
    Graph graph = compilation.networks().getFirst().inference();
    new AgainstReference(graph).compare(Compiler.compile(graph));
  }
}
