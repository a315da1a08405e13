package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.codegen.NetworkClass;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a {@code .net} file in the documentation of its class; javac and doclint read it. */
final class SourceInDocumentationTest {
  private static final String NET =
      """
      network A(x: f32[N, 2]) -> (y: f32[N, 1]) {
          y = x |> linear(1) // COMMENT
      }
      """;

  @TempDir Path folder;

  /** The class, which compiles without a warning. */
  private String source(String net) throws Exception {
    CompiledNetwork network = Frontend.compile(new SourceFile("a.net", net)).networks().getFirst();
    String source =
        new NetworkClass(network.inference(), "app", "A")
            .text(net)
            .initializer(network.initialize())
            .source();
    new JavaSources(folder).add(source).compile();
    return source;
  }

  @Test
  void itIsShownAsItIs() throws Exception {
    String net = NET.replace("COMMENT", "a < b & c > {d}, user@example.org");
    assertThat(source(net)).contains(" * <pre>{@code\n * " + net.strip().replace("\n", "\n * "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/ int x;", "\\u002a/ int x;", "\\user", "{", "}"})
  void whatWouldEndTheCommentIsEscaped(String comment) throws Exception {
    assertThat(source(NET.replace("COMMENT", comment)))
        .contains("y = x |&gt; linear(1)")
        .doesNotContain("// " + comment);
  }
}
