package dev.netc.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.grammar.DiagnosticRenderer;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples compile, and have the parameters they should. */
final class ExamplesTest {
  @ParameterizedTest
  @ValueSource(strings = {"lenet/lenet", "logistic/logistic", "mlp/mlp", "xor/xor"})
  void examplesCompileWithoutDiagnostics(String name) throws IOException {
    Compilation compilation = compile(name);
    assertThat(render(compilation)).isEmpty();
    assertThat(compilation.networks()).hasSize(1);
    assertThat(compilation.networks().getFirst().training()).isPresent();
  }

  @Test
  void unnamedLayersAreNumbered() throws IOException {
    Graph graph = compile("lenet/lenet").networks().getFirst().inference();
    assertThat(graph.parameters().stream().map(v -> v.op() + "").toList())
        .hasSize(10)
        .first()
        .asString()
        .contains("conv2d_1.weight", "f32[6, 1, 5, 5]");
    assertThat(graph.output("logits").orElseThrow().type()).hasToString("f32[N, 10]");
  }

  private static Compilation compile(String name) throws IOException {
    return Frontend.compile(SourceFile.read(Path.of("../examples/" + name + ".net")));
  }

  private static String render(Compilation compilation) {
    if (compilation.diagnostics().isEmpty()) {
      return "";
    }
    return new DiagnosticRenderer(
            file ->
                compilation.sources().containsKey(file)
                    ? compilation.sources().get(file).lines()
                    : List.of(),
            false)
        .render(compilation.diagnostics());
  }
}
