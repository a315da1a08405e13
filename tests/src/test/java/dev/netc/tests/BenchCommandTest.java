package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code netc bench}; what it says of time is not asserted. */
final class BenchCommandTest {
  private static final String LENET = "../examples/lenet/lenet.net";
  private static final String XOR = "../examples/xor/xor.net";

  @Test
  void itCountsWhatOneRunMultiplies() throws Exception {
    JsonNode inference = json("bench", LENET, "--batch", "2", "--seconds", "0.01", "--json");
    assertThat(inference.get("multiply_accumulates").asLong()).isEqualTo(2 * 416_520);
    assertThat(inference.get("parameters").asLong()).isEqualTo(61_706);
    assertThat(inference.get("arena_bytes").asLong()).isPositive();
    assertThat(inference.get("best_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(inference.get("median_ms").asDouble());
    // Three times the forward products, less the gradient of the image, which nobody asks for.
    JsonNode step =
        json("bench", LENET, "--training", "--batch", "2", "--seconds", "0.01", "--json");
    assertThat(step.get("multiply_accumulates").asLong()).isEqualTo(2 * (3 * 416_520 - 117_600));
    assertThat(step.get("training").asBoolean()).isTrue();
  }

  @Test
  void withoutOptionsItTakesTheBatchOfTheTrainingSection() {
    assertThat(Netc.run("bench", XOR, "--training", "--seconds", "0.01", "--threads", "1").out())
        .startsWith("Xor, a training step, batch 4, 1 thread, ")
        .contains("median ", "examples/s", "arena ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--batch=0", "--seconds=0", "--threads=0"})
  void numbersMustBePositive(String option) {
    Netc.Outcome outcome = Netc.run("bench", XOR, option);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("error: " + option.substring(0, option.indexOf('=')));
    assertThat(outcome.out()).isEmpty();
  }

  private static JsonNode json(String... arguments) throws Exception {
    return new ObjectMapper().readTree(Netc.run(arguments).out());
  }
}
