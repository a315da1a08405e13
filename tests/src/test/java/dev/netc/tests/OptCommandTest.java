package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netc opt}. */
final class OptCommandTest {
  private static final Path FOLDER = Path.of("src/test/resources/opt");
  private static final String LENET = "../examples/lenet/lenet.net";
  private static final String RESNET = "../examples/resnet/resnet20.net";

  @TempDir Path folder;

  @Test
  void theGraphAfterTheStandardPassesIsPrinted() {
    assertThat(run("opt", LENET)).isEqualTo(run("ir", LENET, "--after", "fuse"));
    assertThat(run("opt", LENET, "-O0")).contains(" = add ").doesNotContain("call @");
    assertThat(run("opt", LENET, "--disable", "fuse"))
        .isEqualTo(run("ir", LENET, "--after", "hoist-parameters"));
    assertThat(run("opt", LENET, "--passes", "inline,simplify,dce", "--only", "inline"))
        .isEqualTo(run("ir", LENET, "--passes", "inline"));
  }

  @Test
  void aGraphIsWrittenAndReadAgain() {
    String file = folder.resolve("lenet.ir").toString();
    assertThat(run("opt", LENET, "--passes", "inline", "-o", file)).isEmpty();
    assertThat(run("opt", file, "--passes", "simplify"))
        .isEqualTo(run("opt", LENET, "--passes", "inline,simplify"));
  }

  @Test
  void statisticsSayWhatWasDoneAndWhere() throws IOException {
    Golden.check(FOLDER.resolve("resnet20.stats.txt"), run("opt", RESNET, "--stats"));
  }

  @Test
  void programsGetTheSame() throws IOException {
    JsonNode result =
        new ObjectMapper().readTree(run("opt", RESNET, "--check-passes", "--json", "-O1"));
    assertThat(result.at("/passes").asText())
        .isEqualTo("inline,fold-constants,simplify,cse,dce,channels-last(where=needed)");
    assertThat(result.at("/runs/2/pass").asText()).isEqualTo("simplify");
    assertThat(result.at("/runs/2/changes/shaping/resnet20.net:6").asInt()).isEqualTo(2);
    assertThat(result.at("/runs/2/operators_after").asLong())
        .isEqualTo(result.at("/runs/2/operators_before").asLong() - 42);
    assertThat(result.at("/runs/2/difference").asDouble()).isLessThan(1e-9);
    assertThat(result.at("/text").asText()).startsWith("graph ResNet20.forward(");
  }

  @Test
  void memoryIsSavedByComputingAgain() throws IOException {
    String[] small = {"--training", "--batch", "32", "--memory", "1.87MB", "--json"};
    JsonNode memory = new ObjectMapper().readTree(run(concat("opt", LENET, small))).at("/memory");
    assertThat(memory.at("/arena_bytes").asLong()).isBetween(1L, 1_960_837L);
    assertThat(memory.at("/arena_bytes_if_all_were_kept").asLong()).isEqualTo(2_053_328L);
    assertThat(memory.at("/computed_again/0/bytes").asLong()).isPositive();
    String[] large = {"--training", "--batch", "32", "--memory", "1GB"};
    assertThat(run(concat("opt", LENET, large)))
        .isEqualTo(
            "memory: 2.0 MB for values at batch 32, 2.0 MB if all were kept; 0 are computed again\n");
  }

  @Test
  void tooLittleMemorySaysWhatWouldDo() {
    Netc.Outcome outcome = Netc.run("opt", LENET, "--memory", "1KB");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .matches(
            "error: LeNet.forward does not run in 1,024 bytes: the least that was found to do is [\\d,]+"
                + " bytes, [\\d,]+ if nothing is computed again; give more, or take a smaller batch\n");
    assertThat(Netc.run("opt", LENET, "--passes", "simplify", "--memory", "1MB").err())
        .isEqualTo("error: --memory needs the pass `inline` before it\n");
  }

  @Test
  void everyLevelCompilesToWhatIsMeant() {
    for (String network : new String[] {LENET, "../examples/text/charlstm.net"}) {
      for (String level : new String[] {"-O0", "-O1", "-O2", "-O3"}) {
        assertThat(run("opt", network, level, "--bisect")).startsWith("right after all ");
      }
    }
  }

  @Test
  void mistakesAreExplained() throws IOException {
    StringBuilder text = new StringBuilder();
    String[][] options = {
      {"--passes", "inline,simplfy"},
      {"--passes", "vectorize"},
      {"--passes", "unroll(mots=8)"},
      {"--passes", "unroll(8)"},
      {"--passes", "unroll(most=many)"},
      {"--passes", "unroll(most=0)"},
      {"--passes", "dce(most=1)"},
      {"--passes", "channels-last(where=sometimes)"},
      {"--passes", "inline)"},
      {"--passes", "inline", "-O1"},
      {"--passes", "simplify,fuse,inline"},
      {"--passes", "channels-last(were=pays),inline"},
      {"-O4"},
      {"--disable", "fuze"},
      {"--disable", "unroll"},
      {"--only", "inline,unroll"},
      {"--passes", "rematerialize(memory=lots)"},
      {"--passes", "rematerialize(memory=1MB, batch=0)"},
      {"--memory", "64 apples"},
    };
    for (String[] option : options) {
      Netc.Outcome outcome = Netc.run(concat("opt", LENET, option));
      assertThat(outcome.code()).isEqualTo(2);
      String message = outcome.err().lines().findFirst().orElse("");
      text.append("netc opt lenet.net ").append(String.join(" ", option)).append('\n');
      text.append("    ").append(message).append("\n\n");
    }
    Golden.check(FOLDER.resolve("mistakes.txt"), text.toString());
  }

  private static String[] concat(String command, String file, String[] options) {
    String[] all = new String[options.length + 2];
    all[0] = command;
    all[1] = file;
    System.arraycopy(options, 0, all, 2, options.length);
    return all;
  }

  private static String run(String... arguments) {
    Netc.Outcome outcome = Netc.run(arguments);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome.out();
  }
}
