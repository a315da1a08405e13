package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --json} a command prints one object and nothing else. */
final class JsonOutputTest {
  private static final String XOR = "../examples/xor/xor.net";
  private static final String PAIR = "src/test/resources/generated/pair.net";

  @TempDir Path folder;

  @Test
  void irGivesTheTextAndWhatItCounts() throws Exception {
    JsonNode graph = json("ir", XOR, "--json");
    assertThat(graph.get("graph").asText()).isEqualTo("Xor.forward");
    assertThat(graph.get("parameters").asLong()).isEqualTo(33);
    assertThat(graph.get("operators").asLong()).isEqualTo(3);
    assertThat(graph.get("text").asText()).startsWith("graph Xor.forward(");
    assertThat(json("ir", "--list-passes", "--json").get("passes").findValuesAsText("name"))
        .contains("inline", "fuse");
  }

  @Test
  void explainGivesEachStage() throws Exception {
    assertThat(json("explain", XOR, "--json").get("stages").fieldNames())
        .toIterable()
        .containsExactly("source", "graph", "gradient", "passes", "kernels", "memory", "java");
    assertThat(json("explain", XOR, "--json", "--stage", "java").at("/stages/java").asText())
        .contains("public final class Xor");
  }

  @Test
  void compileNamesTheClassAndItsFile() throws Exception {
    JsonNode result = json("compile", XOR, "-o", folder.toString(), "--package", "p.q", "--json");
    assertThat(result.get("class").asText()).isEqualTo("p.q.Xor");
    assertThat(Path.of(result.get("file").asText())).exists();
  }

  @Test
  void initNamesTheFiles() throws Exception {
    JsonNode result = json("init", folder.resolve("digits").toString(), "--json");
    assertThat(Path.of(result.get("folder").asText()).resolve("pom.xml")).exists();
    assertThat(result.get("files")).hasSize(7);
  }

  @Test
  void fmtTellsWhichFilesChange() throws Exception {
    Path wide =
        Files.writeString(folder.resolve("a.net"), "network  A(x: f32) -> (y: f32) { y = x }");
    JsonNode files = json("fmt", "--check", "--json", XOR, wide.toString()).get("files");
    assertThat(files.findValuesAsText("changes")).containsExactly("false", "true");
    assertThat(Netc.run("fmt", "--json", "--stdout", XOR).code()).isEqualTo(2);
  }

  @Test
  void runGivesTheShapesOfWhatItWrote() throws Exception {
    Path in = folder.resolve("in.safetensors");
    Path weights = folder.resolve("w.safetensors");
    Tensor rows = new Tensor(ElementType.F32, List.of(2, 3), new float[6]);
    Safetensors.write(in, Map.of("a", rows, "b", rows), Map.of());
    Safetensors.write(
        weights,
        Map.of(
            "score.weight",
            new Tensor(ElementType.F32, List.of(1, 3), new float[3]),
            "score.bias",
            new Tensor(ElementType.F32, List.of(1), new float[1])),
        Map.of());
    Path out = folder.resolve("out.safetensors");
    JsonNode result =
        json(
            "run",
            PAIR,
            "--weights",
            weights.toString(),
            "--in",
            in.toString(),
            "--out",
            out.toString(),
            "--json");
    assertThat(result.at("/outputs/sum/shape")).hasToString("[2,3]");
    assertThat(result.at("/outputs/score/type").asText()).isEqualTo("f32");
    assertThat(out).exists();
  }

  private static JsonNode json(String... arguments) throws Exception {
    Netc.Outcome outcome = Netc.run(arguments);
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out());
  }
}
