package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netc factorize}. */
final class FactorizeCommandTest {
  private static final String LENET = "../examples/lenet/lenet.net";

  @TempDir static Path folder;
  private static String weights;

  @BeforeAll
  static void train() {
    Path run = folder.resolve("run");
    Netc.run("train", LENET, "--epochs", "1", "--out", run.toString());
    weights = run.resolve("best.safetensors").toString();
  }

  @Test
  void fewerWeightsRecogniseAlmostAsMuch() throws IOException {
    Path small = folder.resolve("small");
    JsonNode result = factorize("0.8", small);
    long before = result.at("/before/parameters").asLong();
    assertThat(before).isEqualTo(61_706);
    assertThat(result.at("/after/parameters").asLong()).isLessThan(before * 7 / 10);
    assertThat(result.at("/after/multiply_accumulates").asLong()).isLessThan(416_520 * 7 / 10);
    for (JsonNode layer : result.at("/layers")) {
      if (layer.has("energy")) {
        assertThat(layer.get("energy").asDouble()).isBetween(0.8, 1.0);
      }
    }
    JsonNode accuracy = result.at("/scores/accuracy");
    assertThat(accuracy.get("a").asDouble()).isGreaterThan(0.97);
    assertThat(accuracy.get("b").asDouble()).isGreaterThan(0.93);

    String graph = small.resolve("lenet.ir").toString();
    String its = small.resolve("weights.safetensors").toString();
    JsonNode bench = json("bench", graph, "--weights", its, "--seconds", "0.01", "--json");
    assertThat(bench.at("/multiply_accumulates").asLong())
        .isEqualTo(result.at("/after/multiply_accumulates").asLong());
    Netc.run("compile", graph, "-o", folder.resolve("src").toString(), "--package", "app");
    assertThat(folder.resolve("src/app/LeNet.java"))
        .content()
        .contains("public final class LeNet ", "linear_1_weight_first");
  }

  @Test
  void allEnergyMayBeKept() throws IOException {
    JsonNode result = factorize("1", folder.resolve("all"));
    assertThat(result.at("/after")).isEqualTo(result.at("/before"));
    assertThat(result.at("/scores/accuracy/same").asInt()).isEqualTo(10_000);
  }

  @Test
  void fineTuningWinsBackWhatWasLost() throws IOException {
    JsonNode result = factorize("0.4", folder.resolve("tuned"), "--fine-tune", "1");
    JsonNode cut = result.at("/scores/accuracy");
    JsonNode tuned = result.at("/fine_tuned_scores/accuracy");
    assertThat(tuned.get("a")).isEqualTo(cut.get("a"));
    assertThat(cut.get("b").asDouble()).isLessThan(0.93);
    assertThat(tuned.get("b").asDouble()).isGreaterThan(0.96);
    assertThat(
            Netc.run(
                    "bench",
                    folder.resolve("tuned/lenet.ir").toString(),
                    "--weights",
                    folder.resolve("tuned/weights.safetensors").toString(),
                    "--seconds",
                    "0.01")
                .code())
        .isZero();
  }

  @Test
  void ranksFollowFromWorkOrAccuracy() throws IOException {
    Path out = folder.resolve("ranks");
    JsonNode work = ranks(out, "--work", "0.5");
    assertThat(work.at("/after/multiply_accumulates").asLong()).isBetween(180_000L, 208_260L);
    JsonNode accuracy = ranks(out, "--lose", "0.01");
    assertThat(accuracy.at("/scores/accuracy/b").asDouble())
        .isGreaterThanOrEqualTo(accuracy.at("/scores/accuracy/a").asDouble() - 0.0101);
    assertThat(accuracy.at("/after/parameters").asLong()).isLessThan(45_000);
  }

  private static JsonNode ranks(Path out, String option, String value) throws IOException {
    return json(
        "factorize", LENET, "--weights", weights, option, value, "-o", out.toString(), "--json");
  }

  @Test
  void theTableNamesEachWeight() {
    Netc.Outcome outcome =
        Netc.run(
            "factorize",
            LENET,
            "--weights",
            weights,
            "--energy",
            "0.8",
            "-o",
            folder.resolve("table").toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsPattern(
            "linear_1.weight +\\[120, 400\\] +matrix +\\d+ of +120 +48,000 -> +[\\d,]+ +8\\d\\.\\d %")
        .containsPattern("parameters +61.7 k -> +[\\d.]+ k +0\\.[\\d]+")
        .containsPattern("accuracy +9\\d\\.\\d\\d % -> +9\\d\\.\\d\\d % ");
  }

  @Test
  void mistakesAreExplained() {
    String out = folder.resolve("out").toString();
    assertThat(
            Netc.run("factorize", LENET, "--weights", weights, "--energy", "95", "-o", out).err())
        .isEqualTo("error: --energy is above 0 and at most 1, not 95.0\n");
    assertThat(
            Netc.run("factorize", LENET, "--weights", weights, "--work", "0.01", "-o", out).err())
        .isEqualTo(
            "error: --work 0.01 cannot be reached: 0.090 of the multiply-accumulates are left if each"
                + " weight that becomes smaller has rank 1; give that or more\n");
    assertThat(factorized(LENET, "--fine-tune", "-1", "-o", out))
        .isEqualTo("error: --fine-tune is at least 0, not -1\n");
    assertThat(factorized("lenet.ir", "-o", out))
        .isEqualTo("error: lenet.ir is a graph: give the .net file that it was made of\n");
    assertThat(factorized("none.net", "-o", out)).isEqualTo("error: no such file: none.net\n");
    assertThat(
            Netc.run(
                    "factorize",
                    LENET,
                    "--weights",
                    weights,
                    "--energy",
                    "1",
                    "--fine-tune",
                    "1",
                    "-o",
                    out)
                .err())
        .isEqualTo("error: no weights became smaller, so there is nothing to fine-tune\n");
    assertThat(Netc.run("factorize", LENET, "--weights", weights, "-o", weights).err())
        .startsWith("error: " + weights + " cannot be written: ");
    assertThat(Netc.run("bench", out + "/lenet.ir").err())
        .isEqualTo(
            "error: %s/lenet.ir is a graph: give its parameters with --weights, and no --training\n"
                .formatted(out));
  }

  @Test
  void whatCannotBeTrainedIsSaidBeforeAnythingIsWritten() throws IOException {
    String source = Files.readString(Path.of(LENET));
    String untrained =
        Files.writeString(
                folder.resolve("untrained.net"), source.substring(0, source.indexOf("training ")))
            .toString();
    String out = folder.resolve("untrained").toString();
    for (String[] more : new String[][] {{"--fine-tune", "1"}, {"--lose", "0.01"}}) {
      assertThat(factorized(untrained, "-o", out, more[0], more[1]))
          .isEqualTo("error: %s has no section `training LeNet`\n".formatted(untrained));
    }
    assertThat(factorized(LENET, "-o", out, "--fine-tune", "1", "--data", "none"))
        .startsWith("error: no such file: none");
    assertThat(folder.resolve("untrained")).doesNotExist();
  }

  /** The errors of a call with the trained weights. */
  private static String factorized(String file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("factorize", file, "--weights", weights));
    arguments.addAll(List.of(more));
    return Netc.run(arguments.toArray(String[]::new)).err();
  }

  private static JsonNode factorize(String energy, Path out, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("factorize", LENET, "--weights", weights, "--energy", energy));
    arguments.addAll(List.of("-o", out.toString(), "--json"));
    arguments.addAll(List.of(more));
    return json(arguments.toArray(String[]::new));
  }

  private static JsonNode json(String... arguments) throws IOException {
    Netc.Outcome outcome = Netc.run(arguments);
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out());
  }
}
