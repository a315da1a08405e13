package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
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
    assertThat(Netc.run("factorize", LENET, "--weights", weights, "-o", weights).err())
        .startsWith("error: " + weights + " cannot be written: ");
    assertThat(Netc.run("bench", out + "/lenet.ir").err())
        .isEqualTo(
            "error: %s/lenet.ir is a graph: give its parameters with --weights, and no --training\n"
                .formatted(out));
  }

  private static JsonNode factorize(String energy, Path out) throws IOException {
    return json(
        "factorize",
        LENET,
        "--weights",
        weights,
        "--energy",
        energy,
        "-o",
        out.toString(),
        "--json");
  }

  private static JsonNode json(String... arguments) throws IOException {
    Netc.Outcome outcome = Netc.run(arguments);
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out());
  }
}
