package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netc race}. */
final class RaceCommandTest {
  private static final String XOR = "../examples/xor/xor.net";

  private static final String MINE =
      """
      optimizer mine(rate: f32, scale: f32 = 1.0) {
          param = param - scale * rate * gradient
      }
      """;

  @TempDir Path folder;

  @Test
  void eachOptimizerHasTheSameStart() throws IOException {
    String mine = Files.writeString(folder.resolve("mine.net"), MINE).toString();
    JsonNode result =
        json(
            "--optimizers",
            "sgd(rate = 0.1)," + mine + "(rate = 0.1)," + mine + "(scale = 2, rate = 0.1),adam",
            "--steps",
            "40");
    JsonNode runs = result.at("/runs");
    assertThat(runs).hasSize(4);
    assertThat(runs.at("/1/optimizer").asText()).isEqualTo("mine(rate = 0.1)");
    assertThat(runs.at("/0/updates").asLong()).isEqualTo(40);
    assertThat(runs.at("/1/scores")).as("sgd by another name").isEqualTo(runs.at("/0/scores"));
    for (int i = 0; i < 4; i++) {
      assertThat(runs.at("/" + i + "/curve/0/loss")).isEqualTo(runs.at("/0/curve/0/loss"));
    }
    assertThat(runs.at("/2/scores")).isNotEqualTo(runs.at("/0/scores"));
    assertThat(runs.at("/3/optimizer").asText()).startsWith("adam(rate = ");
    assertThat(Path.of(result.at("/picture").asText())).isNotEmptyFile();
  }

  @Test
  void ratesAreTriedWhereNoneIsGiven() throws IOException {
    JsonNode runs =
        json(
                "--optimizers",
                "sgd(momentum = 0.9),lion(0.01)",
                "--rates",
                "0.1,1e9",
                "--epochs",
                "30")
            .at("/runs");
    assertThat(runs.findValuesAsText("optimizer"))
        .containsExactly(
            "sgd(rate = 0.1, momentum = 0.9)", "sgd(rate = 1e9, momentum = 0.9)", "lion(0.01)");
    assertThat(runs.at("/0/diverged").asBoolean()).isFalse();
    assertThat(runs.at("/0/updates").asLong()).isEqualTo(30);
  }

  @Test
  void theTableHasALineEach() {
    Netc.Outcome outcome =
        Netc.run(arguments("--optimizers", "sgd,adam", "--seconds", "0.05", "--threads", "1"));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsPattern("^Xor on xor.csv: 2 optimisers, 0.05 s each, batch 4, seed 1; 1 thread")
        .containsPattern("optimizer +updates +time +train loss +test loss +binary_accuracy\n")
        .containsPattern(
            "\nsgd\\(rate = .*\\) +[\\d,]+ +\\d+\\.\\d s +\\d\\.\\d{4} +\\d\\.\\d{4} .*%\n")
        .containsPattern("The least loss on the test examples has .*\\. Curves: .*race.png\n$");
  }

  @Test
  void mistakesAreExplained() throws IOException {
    String none =
        Files.writeString(folder.resolve("none.net"), "block b(x: tensor) { x }").toString();
    StringBuilder text = new StringBuilder();
    String[][] options = {
      {"--optimizers", "sgdd,adam"},
      {"--optimizers", "adam(rat = 0.1)"},
      {"--optimizers", "sgd(rate = )"},
      {"--optimizers", "nowhere.net"},
      {"--optimizers", none},
      {"--rates", "0.1,fast"},
      {"--steps", "0"},
      {"--steps", "10", "--epochs", "2"},
      {"--seconds", "-1"},
    };
    for (String[] option : options) {
      Netc.Outcome outcome = Netc.run(arguments(option));
      text.append("netc race xor.net ").append(String.join(" ", option)).append("\n    (");
      text.append(outcome.code()).append(") ");
      text.append(outcome.err().lines().findFirst().orElse("")).append("\n\n");
    }
    Golden.check(
        Path.of("src/test/resources/opt/race-mistakes.txt"),
        text.toString().replace(folder.toString(), "FOLDER"));
  }

  private JsonNode json(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    Netc.Outcome outcome = Netc.run(arguments(all.toArray(String[]::new)));
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out());
  }

  private String[] arguments(String... options) {
    List<String> all =
        new ArrayList<>(List.of("race", XOR, "--picture", folder.resolve("race.png").toString()));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }
}
