package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples learn what they should with the recipe in their file. */
final class TrainedExamplesTest {
  @TempDir Path folder;

  @Test
  void logisticRegressionTellsDigitsApart() throws IOException {
    assertThat(accuracy("../examples/logistic/logistic.net")).isGreaterThan(0.915);
  }

  @Test
  void anEncoderAndADecoderReverseDigits() throws IOException {
    assertThat(accuracy("../examples/memory/reverse.net", "--epochs", "2")).isGreaterThan(0.9);
  }

  private double accuracy(String file, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("train", file, "--json", "--out", folder.toString()));
    arguments.addAll(List.of(options));
    Netc.Outcome outcome = Netc.run(arguments.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out()).get("accuracy").asDouble();
  }
}
