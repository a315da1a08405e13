package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netc sweep}. */
final class SweepCommandTest {
  @TempDir Path folder;
  private String net = "";

  @BeforeEach
  void write() throws IOException {
    String data = Path.of("../examples/xor/xor.csv").toAbsolutePath().normalize().toString();
    net =
        Files.writeString(
                folder.resolve("wide.net"),
                """
      network Wide(x: f32[N, 2], width: int = 4, layers: int = 1) -> (y: f32[N, 1]) {
          for i in range(layers) {
              x = x |> linear(width) |> tanh
          }
          y = linear(x, 1)
      }

      training Wide(label: f32[N, 1]) {
          data      csv("%s")
          epochs    3
          batch     4
          loss      mean_squared_error(y, label)
          metric    error = mean(abs(y - label))
          optimizer adam(rate = 0.01)
      }
      """
                    .formatted(data))
            .toString();
  }

  @Test
  void everyCombinationOfValuesIsTrainedAndTimed() throws IOException {
    JsonNode points = json("--set", "width=2,8", "--set", "layers=1,2").at("/points");
    assertThat(points.findValuesAsText("variant"))
        .containsExactly(
            "width=2 layers=1", "width=2 layers=2", "width=8 layers=1", "width=8 layers=2");
    assertThat(points.at("/0/parameters").asLong()).isEqualTo(2 * 2 + 2 + 2 + 1);
    assertThat(points.at("/2/multiply_accumulates").asLong()).isEqualTo(2 * 8 + 8);
    assertThat(points.at("/2/flops").asLong()).isEqualTo(48);
    assertThat(points.at("/0/scores/loss").asDouble()).isPositive();
    assertThat(points.findValuesAsText("front")).contains("true");
    assertThat(folder.resolve("sweep.png")).isNotEmptyFile();
  }

  @Test
  void pipelinesAreCompared() {
    Netc.Outcome outcome =
        Netc.run(arguments("--passes-list", "-O0; -O2 --disable fuse", "--threads", "1"));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("Wide, 2 variants, an inference of batch 1, 1 thread")
        .containsPattern("variant +parameters +MACs +latency +ratio\n")
        .containsPattern("\n[* ] -O0 +17 +12 +[\\d.]+ ms +\\d+\\.\\d{3}\n")
        .containsPattern("\n[* ] -O2 --disable fuse +17 +12 ")
        .endsWith("Picture: " + folder.resolve("sweep.png") + "\n");
  }

  @Test
  void mistakesAreExplained() throws IOException {
    StringBuilder text = new StringBuilder();
    String[][] options = {
      {},
      {"--set", "widht=8"},
      {"--set", "depth=8"},
      {"--set", "width"},
      {"--set", "width=wide"},
      {"--set", "width=0"},
      {"--set", "width=8", "--weights", "w.safetensors"},
      {"--passes-list", "-O2; fuze"},
      {"--passes-list", "-O2", "--epochs", "3"},
    };
    for (String[] option : options) {
      Netc.Outcome outcome = Netc.run(arguments(option));
      text.append("netc sweep wide.net ").append(String.join(" ", option)).append("\n    (");
      text.append(outcome.code()).append(") ");
      text.append(outcome.err().lines().findFirst().orElse("")).append("\n\n");
    }
    Golden.check(
        Path.of("src/test/resources/opt/sweep-mistakes.txt"),
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
    List<String> all = new ArrayList<>(List.of("sweep", net, "--seconds", "0.01"));
    all.addAll(List.of("--picture", folder.resolve("sweep.png").toString()));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }
}
