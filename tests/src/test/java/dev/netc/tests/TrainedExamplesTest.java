package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples learn what they should with the recipe in their file. */
final class TrainedExamplesTest {
  @TempDir Path folder;

  @Test
  void logisticRegressionTellsDigitsApart() throws IOException {
    assertThat(accuracy("../examples/logistic/logistic.net")).isGreaterThan(0.915);
  }

  private double accuracy(String file) throws IOException {
    Netc.Outcome outcome = Netc.run("train", file, "--json", "--out", folder.toString());
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out()).get("accuracy").asDouble();
  }
}
