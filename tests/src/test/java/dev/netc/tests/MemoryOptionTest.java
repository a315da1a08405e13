package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netc.runtime.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --memory} of the commands that train: less memory, and the same numbers to the bit. */
final class MemoryOptionTest {
  private static final int BATCH = 8;

  @TempDir Path folder;

  private String net;

  @BeforeEach
  void network() throws IOException {
    net =
        Files.writeString(
                folder.resolve("spots.net"),
                """
                block bent(x: f32[N, C, H, W]) -> f32[N, C, H, W] {
                    x + tanh(conv2d(relu(x), C, kernel = 3, padding = 1))
                }

                network Spots(x: f32[N, 64]) -> (logits: f32[N, 2]) {
                    logits = reshape(x, [N, 1, 8, 8])
                        |> conv2d(4, kernel = 3, padding = 1) |> relu
                        |> bent |> bent |> bent |> bent
                        |> flatten
                        |> linear(2)
                }

                training Spots(label: i32[N]) {
                    data      csv("spots.csv")
                    batch     8
                    epochs    2
                    loss      cross_entropy(logits, label)
                    optimizer sgd(rate = 0.01, momentum = 0.9)
                }
                """)
            .toString();
    StringBuilder csv = new StringBuilder();
    for (int row = 0; row < 2 * BATCH; row++) {
      for (int i = 0; i < 64; i++) {
        csv.append((row * 7 + i * i) % 5).append(',');
      }
      csv.append(row % 2).append('\n');
    }
    Files.writeString(folder.resolve("spots.csv"), csv);
  }

  /** Bytes that the training step is given, and how many it takes if nothing is computed again. */
  private record Limit(long bytes, long all) {
    String text() {
      return bytes + "B";
    }
  }

  private Limit limit() throws IOException {
    JsonNode memory =
        json("opt", net, "--training", "--batch", "8", "--memory", "1GB", "--json").at("/memory");
    long all = memory.at("/arena_bytes_if_all_were_kept").asLong();
    return new Limit(all * 4 / 5, all);
  }

  @Test
  void aTrainingWithLessEndsWithTheSameCheckpoint() throws IOException {
    Limit limit = limit();
    Path plain = folder.resolve("plain");
    Path small = folder.resolve("small");
    assertThat(run("train", net, "--out", plain.toString())).doesNotContain("memory:");
    assertThat(run("train", net, "--out", small.toString(), "--memory", limit.text()))
        .containsPattern(
            "memory: [\\d.]+ KB for values at batch 8, [\\d.]+ KB if all were kept; [1-9]\\d* are"
                + " computed again: ");
    for (String file : new String[] {"last.safetensors", "best.safetensors"}) {
      assertThat(Safetensors.read(small.resolve(file)).tensors())
          .isEqualTo(Safetensors.read(plain.resolve(file)).tensors());
    }
    assertThat(small.resolve("history.csv")).content().hasLineCount(3);
  }

  @Test
  void aTrainerWithLessMakesTheSameUpdates() throws Exception {
    Limit limit = limit();
    Path small = folder.resolve("small");
    String[] wanted = {"compile", net, "--training", "--package", "app", "--json", "-o"};
    String[] option = {"--batch", "8", "--memory", limit.text()};
    JsonNode memory = json(with(with(wanted, small.toString()), option)).at("/memory");
    assertThat(memory.at("/arena_bytes").asLong()).isBetween(1L, limit.bytes());
    assertThat(memory.at("/arena_bytes_if_all_were_kept").asLong()).isEqualTo(limit.all());
    assertThat(memory.at("/computed_again").size()).isPositive();
    Path plain = folder.resolve("plain");
    assertThat(json(with(wanted, plain.toString())).has("memory")).isFalse();
    assertThat(trained(small)).isEqualTo(trained(plain));
  }

  /** The checkpoint after three updates of the trainer that was written to a folder. */
  private static Map<?, ?> trained(Path sources) throws Exception {
    Path file = sources.resolve("trained.safetensors");
    new JavaSources(sources)
        .add(Files.readString(sources.resolve("app/Spots.java")))
        .add(Files.readString(sources.resolve("app/SpotsStep.java")))
        .run(
            """
            Spots.Trainer trainer = Spots.train(3, 3);
            float[] x = new float[8 * 64];
            for (int i = 0; i < x.length; i++) {
                x[i] = i * i %% 7;
            }
            for (int i = 0; i < 3; i++) {
                trainer.step(x, new int[] {0, 1, 0, 1, 1, 0, 1, 0}, 8);
            }
            trainer.save(Path.of("%s"));
            return trainer;
            """
                .formatted(file));
    return Safetensors.read(file).tensors();
  }

  @Test
  void tooLittleSaysWhatWouldDo() {
    String little =
        "error: Spots.step does not run in 1,024 bytes: the least that was found to do is [\\d,]+"
            + " bytes, [\\d,]+ if nothing is computed again; give more, or take a smaller batch\n";
    Path out = folder.resolve("out");
    Netc.Outcome training = Netc.run("train", net, "--out", out.toString(), "--memory", "1KB");
    assertThat(training.code()).isEqualTo(1);
    assertThat(training.err()).matches(little);
    String[] compile = {"compile", net, "--training", "-o", out.toString(), "--package", "app"};
    Netc.Outcome compiling = Netc.run(with(compile, "--batch", "8", "--memory", "1KB"));
    assertThat(compiling.code()).isEqualTo(1);
    assertThat(compiling.err()).matches(little);
    assertThat(out.resolve("app")).doesNotExist();
  }

  @Test
  void noAmountOfMemoryIsNone() {
    for (String command : new String[] {"train", "compile"}) {
      String[] more = command.equals("compile") ? new String[] {"--package", "app"} : new String[0];
      Netc.Outcome outcome =
          Netc.run(
              with(
                  new String[] {command, net, "--out", folder + "/out", "--memory", "lots"}, more));
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err())
          .startsWith(
              "--memory: `lots` is no amount of memory; it looks like 256MB, 1.5GB or 800KB\n");
    }
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  private static String run(String... arguments) {
    Netc.Outcome outcome = Netc.run(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private static JsonNode json(String... arguments) throws IOException {
    return new ObjectMapper().readTree(run(arguments));
  }
}
