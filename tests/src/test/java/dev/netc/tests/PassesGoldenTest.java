package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.ir.Graph;
import dev.netc.ir.GraphParser;
import dev.netc.ir.GraphText;
import dev.netc.passes.PassCheck;
import dev.netc.passes.PassRegistry;
import dev.netc.passes.PassVerifier;
import dev.netc.passes.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What passes do, shown by example: each file says why, a graph before, the passes, the graph
 * after. The passes are also verified, and checked on random arguments.
 */
final class PassesGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/passes");
  private static final Pattern SECTIONS =
      Pattern.compile("(?s)(.*# before\\n(.*)# pass (\\S+)\\n)(?:# after\\n.*)?");

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example(Path file) throws IOException {
    Matcher sections = SECTIONS.matcher(Files.readString(file));
    assertThat(sections.matches()).as("%s has the sections before and pass", file).isTrue();
    Graph before = GraphParser.parse(sections.group(2));
    Graph after =
        Pipeline.parse(sections.group(3))
            .run(before, List.of(new PassVerifier(), new PassCheck(1)));
    Golden.check(file, sections.group(1) + "# after\n" + GraphText.print(after));
  }

  @Test
  void everyPassHasAnExample() throws IOException {
    List<String> names = examples().map(f -> f.getFileName().toString()).toList();
    assertThat(PassRegistry.names())
        .allMatch(pass -> names.stream().anyMatch(name -> name.startsWith(pass)));
  }
}
