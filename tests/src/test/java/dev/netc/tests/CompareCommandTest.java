package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netc compare}; what it says of time is not asserted. */
final class CompareCommandTest {
  private static final String LENET = "../examples/lenet/lenet.net";
  private static final String XOR = "../examples/xor/xor.net";
  private static final String RESNET = "../examples/resnet/resnet20.net";

  @TempDir Path folder;

  @Test
  void costsAreThoseOfWhatRuns() throws IOException {
    JsonNode result = json("compare", LENET, "--seconds", "0.01", "--batch", "2", "--json");
    assertThat(result.at("/a/passes").asText()).isEqualTo("inline,channels-last(where=needed)");
    assertThat(result.at("/b/kernels").asInt()).isLessThan(result.at("/a/kernels").asInt());
    for (String side : new String[] {"/a", "/b"}) {
      assertThat(result.at(side + "/parameters").asLong()).isEqualTo(61_706);
      assertThat(result.at(side + "/multiply_accumulates").asLong()).isEqualTo(2 * 416_520);
      assertThat(result.at(side + "/flops").asLong()).isEqualTo(4 * 416_520);
      assertThat(result.at(side + "/arena_bytes").asLong()).isPositive();
      assertThat(result.at(side + "/compile_ms").asDouble()).isPositive();
      assertThat(result.at(side + "/rounds_ms").size()).isGreaterThanOrEqualTo(10);
    }
    assertThat(result.at("/largest_difference").asDouble()).isLessThan(1e-5);
    double ratio = result.at("/latency_ratio").asDouble();
    assertThat(result.at("/latency_ratio_interval/0").asDouble()).isLessThanOrEqualTo(ratio);
    assertThat(result.at("/latency_ratio_interval/1").asDouble()).isGreaterThanOrEqualTo(ratio);
  }

  @Test
  void scoresOfTrainedWeightsAreCompared() throws IOException {
    Path run = folder.resolve("run");
    Netc.run("train", XOR, "--epochs", "300", "--out", run.toString());
    String weights = run.resolve("best.safetensors").toString();
    JsonNode result = json("compare", XOR, "--weights", weights, "--seconds", "0.01", "--json");
    JsonNode accuracy = result.at("/scores/binary_accuracy");
    JsonNode evaluated = json("eval", XOR, "--weights", weights, "--json");
    assertThat(accuracy.at("/a").asDouble()).isEqualTo(evaluated.at("/binary_accuracy").asDouble());
    assertThat(accuracy.at("/same").asInt()).isEqualTo(4);
    assertThat(accuracy.at("/mcnemar_p").asDouble()).isEqualTo(1);
    assertThat(result.at("/scores/loss/difference").asDouble()).isLessThan(1e-6);
  }

  @Test
  void theTableAndThePageSayTheSame() throws IOException {
    Path page = folder.resolve("lenet.html");
    Netc.Outcome outcome =
        Netc.run(
            "compare",
            RESNET,
            "--a",
            "-O2 --disable fold-batch-norm,fuse",
            "--seconds",
            "0.01",
            "--threads",
            "1",
            "--report",
            page.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("ResNet20, an inference, batch 1, 1 thread, ")
        .contains("A: -O2 --disable fold-batch-norm,fuse\nB: -O2\n", "parameters  ")
        .containsPattern("latency +[\\d.,]+ ms +[\\d.,]+ ms +[\\d.]+  \\[[\\d.]+, [\\d.]+\\]")
        .endsWith("Report: " + page + "\n");
    assertThat(page)
        .content()
        .contains("<h1>ResNet20, an inference", "<td>274,042</td>", "<circle ", "21 convolution")
        .doesNotContain("src=", "href=", "%1$s");
  }

  @Test
  void mistakesAreExplained() throws IOException {
    StringBuilder text = new StringBuilder();
    List<List<String>> options =
        List.of(
            List.of("--a", "fuze"),
            List.of("--b", "-O2 --disable unroll"),
            List.of("--a", "-O2 --disabel fuse"),
            List.of("--batch", "0"),
            List.of("--seconds", "0"),
            List.of("--data", "here"));
    for (List<String> option : options) {
      List<String> arguments = new ArrayList<>(List.of("compare", LENET));
      arguments.addAll(option);
      Netc.Outcome outcome = Netc.run(arguments.toArray(String[]::new));
      text.append("netc compare lenet.net ").append(String.join(" ", option)).append('\n');
      text.append("    (").append(outcome.code()).append(") ");
      text.append(outcome.err().lines().findFirst().orElse("")).append("\n\n");
    }
    Golden.check(Path.of("src/test/resources/opt/compare-mistakes.txt"), text.toString());
  }

  private static JsonNode json(String... arguments) throws IOException {
    Netc.Outcome outcome = Netc.run(arguments);
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out());
  }
}
