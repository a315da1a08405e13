package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is true. */
final class DocumentationTest {
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```net\\R(.*?)^```");

  record Snippet(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Snippet> snippets() throws IOException {
    List<Path> pages;
    try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
      pages =
          Stream.concat(
                  docs.sorted(), Stream.of(Path.of("../README.md"), Path.of("../CONTRIBUTING.md")))
              .toList();
    }
    Stream.Builder<Snippet> snippets = Stream.builder();
    for (Path page : pages) {
      if (page.toString().endsWith(".md")) {
        int[] number = {0};
        SNIPPET
            .matcher(Files.readString(page))
            .results()
            .forEach(
                m -> snippets.add(new Snippet(page.getFileName() + " " + ++number[0], m.group(1))));
      }
    }
    return snippets.build();
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void everySnippetCompiles(Snippet snippet) {
    Compilation compilation = Frontend.compile(new SourceFile(snippet.name(), snippet.text()));
    assertThat(compilation.diagnostics()).isEmpty();
    assertThat(compilation.networks()).isNotEmpty();
  }

  @Test
  void theReadmeShowsTheMistakeAsItIsPrinted() throws IOException {
    String message = Files.readString(Path.of("src/test/resources/mistakes/missing_flatten.txt"));
    assertThat(Path.of("../README.md")).content().contains(message.strip());
  }
}
