package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.DiagnosticRenderer;
import dev.netc.grammar.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about each kind of mistake. */
final class MistakesTest {
  private static final Path FOLDER = Path.of("src/test/resources/mistakes");

  static Stream<Path> mistakes() throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(FOLDER)) {
      files = list.filter(f -> f.toString().endsWith(".net")).sorted().toList();
    }
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void everyMistakeHasItsMessage(Path file) throws IOException {
    String name = file.getFileName().toString();
    Compilation compilation =
        Frontend.compile(new SourceFile(file.toString(), Files.readString(file)));
    assertThat(compilation.hasErrors()).isTrue();
    assertThat(compilation.networks()).isEmpty();
    String text =
        new DiagnosticRenderer(
                source ->
                    compilation.sources().containsKey(source)
                        ? compilation.sources().get(source).lines()
                        : List.of(),
                false)
            .render(compilation.diagnostics())
            .replace(FOLDER + "/", "");
    Golden.check(FOLDER.resolve(name.replace(".net", ".txt")), text);
  }
}
