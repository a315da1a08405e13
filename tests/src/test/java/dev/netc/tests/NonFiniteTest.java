package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that gets NaN or an infinity names the operation that it comes from. */
final class NonFiniteTest {
  private static final Path FOLDER = Path.of("src/test/resources/nonfinite");

  @TempDir Path folder;

  static Stream<Path> networks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> sorted = files.filter(f -> f.toString().endsWith(".net")).sorted().toList();
      return sorted.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theFirstOperationIsNamed(Path file) throws IOException {
    Netc.Outcome outcome = Netc.run("train", file.toString(), "--out", folder.toString());
    assertThat(outcome.code()).isEqualTo(1);
    String text =
        outcome
            .err()
            .replace(FOLDER + "/", "")
            .replace(folder.toString(), "OUT")
            .replaceAll("\\d\\.\\d+E(\\d+)", "#e$1"); // the order of sums depends on the vectors
    Golden.check(Path.of(file.toString().replace(".net", ".txt")), text);
  }

  @Test
  void updatesAreMadeAgainUpToTheOneThatGoesWrong() throws IOException {
    Path net =
        Files.writeString(
            folder.resolve("late.net"),
            """
            network Late(x: f32[N, 2]) -> (y: f32[N, 1]) { y = linear(x, 1) }

            training Late(truth: f32[N, 1]) {
                data      csv("%s")
                batch     2
                epochs    100
                late = if training { log(101.5 - real(step)) } else { 0.0 }
                loss      mean_squared_error(y, truth) + 0.0 * late
                optimizer adam(rate = 0.01)
            }
            """
                .formatted(FOLDER.resolve("points.csv").toAbsolutePath()));
    Netc.Outcome outcome = Netc.run("train", net.toString(), "--out", folder.toString());
    assertThat(outcome.err())
        .startsWith("error: the loss is NaN in update 103\n")
        .contains(
            "late.net:7:26",
            "^^^ first non-finite value: log = NaN; its operand is -0.5\n",
            "= help: the last checkpoint in " + folder + " is from before");
  }
}
