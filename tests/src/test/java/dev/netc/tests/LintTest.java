package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netc.frontend.lint.LintRule;
import dev.netc.frontend.lint.LintRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code netc lint} says, and that it is silent once it has been heeded. */
final class LintTest {
  private static final Path FOLDER = Path.of("src/test/resources/lint");
  private static final String IDLE = FOLDER + "/no_gradient.net";

  static Stream<Path> bad() throws IOException {
    return files(FOLDER, 1).filter(f -> !f.toString().endsWith(".repaired.net"));
  }

  static Stream<Path> good() throws IOException {
    return Stream.concat(
        files(FOLDER, 1).filter(f -> f.toString().endsWith(".repaired.net")),
        files(Path.of("../examples"), 2));
  }

  private static Stream<Path> files(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(f -> f.toString().endsWith(".net")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("bad")
  void everyRuleHasItsMessage(Path file) throws IOException {
    Netc.Outcome outcome = Netc.run("lint", file.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isEqualTo(1);
    Golden.check(
        Path.of(file.toString().replace(".net", ".txt")), outcome.out().replace(FOLDER + "/", ""));
  }

  @ParameterizedTest
  @MethodSource("good")
  void whatIsRepairedAndWhatIsShippedGetsNoWarning(Path file) {
    assertThat(Netc.run("lint", file.toString()))
        .isEqualTo(
            new Netc.Outcome(
                0,
                file
                    + (file.endsWith("blocks.net")
                        ? ": no network to look at\n"
                        : ": no warnings\n"),
                ""));
  }

  @Test
  void everyRuleIsShownDocumentedAndTested() throws IOException {
    StringBuilder messages = new StringBuilder();
    for (Path file : bad().toList()) {
      messages.append(Files.readString(Path.of(file.toString().replace(".net", ".txt"))));
    }
    String page = Files.readString(Path.of("../docs/lint.md"));
    String listed = Netc.run("lint", "--list-rules").out();
    for (LintRule rule : LintRules.ALL) {
      assertThat(messages.toString()).contains(" [" + rule.name() + "]\n");
      assertThat(page).contains("## `" + rule.name() + "`\n");
      assertThat(listed).contains(rule.name() + " ", rule.description() + "\n");
    }
  }

  @Test
  void rulesAreLeftOutByName() {
    assertThat(Netc.run("lint", IDLE, "--disable", "no-gradient").code()).isZero();
    assertThat(Netc.run("lint", IDLE, "--disable", "relu-of-relu,double-softmax").code())
        .isEqualTo(1);
    Netc.Outcome misspelt = Netc.run("lint", IDLE, "--disable", "no-gradeint");
    assertThat(misspelt.code()).isEqualTo(2);
    assertThat(misspelt.err())
        .startsWith("there is no rule `no-gradeint`; did you mean `no-gradient`?");
  }

  @Test
  void programsGetPlaceAndHelp() throws IOException {
    Netc.Outcome outcome = Netc.run("lint", IDLE, "--json");
    assertThat(outcome.code()).isEqualTo(1);
    JsonNode warnings = new ObjectMapper().readTree(outcome.out()).get("warnings");
    assertThat(warnings.findValuesAsText("rule")).containsExactly("no-gradient", "no-gradient");
    assertThat(warnings.findValuesAsText("message"))
        .isEqualTo(List.of("`scale` is not trained", "`extra.weight` is not trained"));
    assertThat(warnings.findValuesAsText("line")).containsExactly("2", "5");
    assertThat(warnings.at("/0/help/0").asText()).contains("freeze \"scale\"");
  }

  @Test
  void aFileWithMistakesHasNoAdvice() {
    Netc.Outcome outcome = Netc.run("lint", "src/test/resources/mistakes/missing_flatten.net");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("error: shapes do not fit");
  }
}
