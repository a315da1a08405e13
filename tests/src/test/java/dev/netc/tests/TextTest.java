package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netc.training.Sampler;
import dev.netc.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of a text's characters, from the file to more text. */
final class TextTest {
  /** The next character depends on the one two before, so the model must remember. */
  private static final String PERIOD = "abcacb";

  private static final String MODEL =
      """
      network Echo(text: i32[N, T], h: f32[1, N, 16]) -> (logits: f32[N, T, 3], last: f32[1, N, 16]) {
          steps = embedding(transpose(text, [1, 0]), 3, 8)
          (y, last) = gru_from(steps, h)
          logits = sequence_linear(transpose(y, [1, 0, 2]), 3)
      }

      training Echo(next: i32[N, T]) {
          data      text("text.txt", window = 5, held_out = 0.2 OPTIONS)
          epochs    30
          batch     4
          CARRY
          loss      cross_entropy(reshape(logits, [N * T, 3]), reshape(next, [N * T]))
          optimizer adam(rate = 0.02)
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void text() throws IOException {
    Files.writeString(folder.resolve("text.txt"), PERIOD.repeat(60));
    model("", "carry h = last");
  }

  private void model(String options, String carry) throws IOException {
    Files.writeString(
        folder.resolve("echo.net"), MODEL.replace("OPTIONS", options).replace("CARRY", carry));
  }

  private Netc.Outcome netc(String... arguments) throws IOException {
    String[] all = arguments.clone();
    all[1] = folder.resolve("echo.net").toString();
    return Netc.run(all);
  }

  private String train() throws IOException {
    Path run = folder.resolve("run");
    Netc.Outcome trained = netc("train", "", "--json", "--out", run.toString());
    assertThat(trained.err()).isEmpty();
    double loss = new ObjectMapper().readTree(trained.out()).get("loss").asDouble();
    // Of each stream the first characters are a surprise; without memory every one would be, by log
    // 2.
    assertThat(loss).isLessThan(0.3);
    return run.resolve("best.safetensors").toString();
  }

  @Test
  void aTrainedModelGoesOn() throws IOException {
    String weights = train();
    Netc.Outcome greedy =
        netc(
            "generate",
            "",
            "--weights",
            weights,
            "--prompt",
            "abcacbab",
            "--length",
            "12",
            "--temperature",
            "0");
    assertThat(greedy.err()).isEmpty();
    assertThat(greedy.out().strip()).isEqualTo(PERIOD.repeat(4).substring(0, 20));
    Netc.Outcome drawn =
        netc(
            "generate",
            "",
            "--weights",
            weights,
            "--prompt",
            "abc",
            "--length",
            "30",
            "--top-k",
            "2",
            "--top-p",
            "0.9",
            "--json");
    String more = new ObjectMapper().readTree(drawn.out()).get("text").asText();
    assertThat(more).matches("[abc]{30}");
    Netc.Outcome unknown =
        netc("generate", "", "--weights", weights, "--prompt", "abd", "--length", "3");
    assertThat(unknown.err()).contains("text.txt has no character `d`");
  }

  @Test
  void aModelThatCarriesNothingCannotGoOn() throws IOException {
    String weights = train();
    model("", "metric loss2 = mean(logits)");
    assertThat(netc("generate", "", "--weights", weights).err())
        .contains("Echo.forward cannot go on with a text", "`carry`");
  }

  @Test
  void textsThatDoNotFitAreNamed() throws IOException {
    model(", characters = 4", "carry h = last");
    assertThat(netc("train", "").err()).contains("text.txt has 3 distinct characters, not 4");
    model(", window = 0", "carry h = last");
    assertThat(netc("train", "").err()).isNotEmpty();
    model("", "carry h = last");
    Files.writeString(folder.resolve("text.txt"), "abc");
    assertThat(netc("train", "").err()).contains("each part needs more than a window of 5");
    Files.write(folder.resolve("text.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(netc("train", "").err()).contains("text.txt is no text in UTF-8");
    Files.delete(folder.resolve("text.txt"));
    assertThat(netc("train", "").err()).contains("no such file");
  }

  @Test
  void aProblemIsOneOfThoseThereAre() throws IOException {
    Files.writeString(
        folder.resolve("echo.net"),
        """
        network A(x: f32[N, 10, 2]) -> (y: f32[N, 1]) { y = linear(x[:, 9], 1) }
        training A(t: f32[N, 1]) {
            data      problem("subtracting", steps = 10)
            loss      mean_squared_error(y, t)
            optimizer sgd(rate = 0.1)
        }
        """);
    assertThat(netc("train", "").err())
        .contains("unknown problem `subtracting`: there are adding, copy and reverse");
  }

  @Test
  void aDrawIsFromTheTokensThatAreLeft() {
    float[] logits = {9, 1, 5, 4, 0};
    for (int seed = 0; seed < 50; seed++) {
      assertThat(new Sampler(1, 2, 1, seed).draw(logits, 1, 4)).isIn(1, 2);
      assertThat(new Sampler(1, 0, 0.5, seed).draw(logits, 1, 4)).isEqualTo(1);
      assertThat(new Sampler(0, 0, 1, seed).draw(logits, 1, 4)).isEqualTo(1);
      assertThat(new Sampler(100, 0, 1, seed).draw(logits, 0, 5)).isBetween(0, 4);
    }
    assertThatThrownBy(() -> new Sampler(-1, 0, 1, 1))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("a temperature is at least 0");
  }
}
