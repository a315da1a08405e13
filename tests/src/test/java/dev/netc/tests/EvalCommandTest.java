package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code netc eval} says of a network that classifies. */
final class EvalCommandTest {
  private static final String LOGISTIC = "../examples/logistic/logistic.net";

  @TempDir Path folder;

  /** A network whose scores are its inputs times 1, so that a data file says what they are. */
  private Path scores(String classify, String rows) throws IOException {
    Files.writeString(folder.resolve("scores.csv"), rows);
    Safetensors.write(
        folder.resolve("one.safetensors"), Map.of("one", Tensor.of(new float[] {1}, 1)), Map.of());
    return Files.writeString(
        folder.resolve("scores.net"),
        """
        network Scores(given: f32[N, 3]) -> (scores: f32[N, 3]) {
            param one: f32[1] = ones[1]
            scores = given * one
        }
        training Scores(label: i32[N]) {
            data      csv("scores.csv")
            loss      cross_entropy(scores, label)
            metric    accuracy(scores, label)
            %s
            optimizer sgd(rate = 0.1)
        }
        """
            .formatted(classify));
  }

  private Netc.Outcome eval(Path net, String... more) {
    List<String> arguments = new ArrayList<>(List.of("eval", net.toString()));
    arguments.addAll(List.of("--weights", folder.resolve("one.safetensors").toString()));
    arguments.addAll(List.of(more));
    return Netc.run(arguments.toArray(String[]::new));
  }

  private static JsonNode json(Netc.Outcome outcome) throws IOException {
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void theTableHasClassesAveragesAndNotes() throws IOException {
    Path net =
        scores(
            "classify scores, label, names = [\"cat\", \"dog\", \"emu\"]",
            "3,2,1,0\n3,1,2,0\n1,3,2,1\n2,3,1,0\n0,1,2,-100\n");
    Netc.Outcome outcome = eval(net);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines()).first().asString().startsWith("5 examples: loss ");
    assertThat(outcome.out())
        .contains(
            """
              class      precision   recall       F1   ROC AUC       AP   support
              cat           1.0000   0.6667   0.8000    1.0000   1.0000         3
              dog           0.5000   1.0000   0.6667    0.8333   0.5000         1
              emu           0.0000   0.0000   0.0000         -        -         0

              macro         0.7500   0.8333   0.7333    0.9167   0.7500         4
              weighted      0.8750   0.7500   0.7667         -        -         4
              micro         0.7500   0.7500   0.7500         -        -         4

              accuracy 75.00 %
              ignored labels: 1
              emu: never predicted, so precision is 0
              emu: not in the examples, so recall is 0 and there is no AUC or AP
            """)
        .contains("Pictures: " + folder.resolve("confusion.png"));
    assertThat(folder.resolve("confusion.png")).exists();
  }

  @Test
  void everyExampleCountsOnceWhateverTheBatch() throws IOException {
    Random random = new Random(5);
    String rows =
        IntStream.range(0, 407) // two full batches and some
            .mapToObj(
                i ->
                    "%f,%f,%f,%d"
                        .formatted(
                            random.nextGaussian(),
                            random.nextGaussian(),
                            random.nextGaussian(),
                            random.nextInt(3)))
            .collect(Collectors.joining("\n"));
    JsonNode result = json(eval(scores("classify scores, label", rows), "--json"));
    JsonNode classification = result.get("classification");
    long sum = 0;
    for (JsonNode row : classification.get("confusion_matrix")) {
      for (JsonNode count : row) {
        sum += count.asLong();
      }
    }
    assertThat(sum).isEqualTo(407).isEqualTo(classification.get("labels").asLong());
    assertThat(classification.get("accuracy").asDouble())
        .isCloseTo(result.get("accuracy").asDouble(), within(1e-6));
  }

  @Test
  void whatIsLeftOfAStreamCountsToo() throws IOException {
    Files.writeString(folder.resolve("text.txt"), "abcd".repeat(60));
    Safetensors.write(
        folder.resolve("one.safetensors"),
        Map.of("table", Tensor.of(new float[16], 4, 4)),
        Map.of());
    Path net =
        Files.writeString(
            folder.resolve("text.net"),
            """
            network Text(now: i32[N, T]) -> (logits: f32[N, T, 4]) {
                param table: f32[4, 4] = zeros[4, 4]
                logits = gather(table, now)
            }
            training Text(next: i32[N, T]) {
                data      text("text.txt", window = 4, held_out = 0.5)
                batch     4
                loss      cross_entropy(reshape(logits, [N * T, 4]), reshape(next, [N * T]))
                classify  reshape(logits, [N * T, 4]), reshape(next, [N * T])
                optimizer sgd(rate = 0.1)
            }
            """);
    int windows = (240 / 2 - 1) / 4;
    assertThat(windows % 4).isNotZero();
    assertThat(json(eval(net, "--json")).at("/classification/labels").asInt())
        .isEqualTo(windows * 4);
  }

  @Test
  void aTrainedNetworkIsMeasuredOnItsTestExamples() throws IOException {
    Path run = folder.resolve("run");
    assertThat(Netc.run("train", LOGISTIC, "--epochs", "1", "--out", run.toString()).err())
        .isEmpty();
    Path pictures = folder.resolve("new/pictures");
    JsonNode result =
        json(
            Netc.run(
                "eval",
                LOGISTIC,
                "--weights",
                run.resolve("best.safetensors").toString(),
                "--pictures",
                pictures.toString(),
                "--json"));
    JsonNode classification = result.get("classification");
    assertThat(classification.get("labels").asInt()).isEqualTo(10_000);
    assertThat(classification.get("accuracy").asDouble())
        .isCloseTo(result.get("accuracy").asDouble(), within(1e-6))
        .isEqualTo(classification.at("/micro/f1").asDouble());
    assertThat(classification.at("/macro/roc_auc").asDouble()).isBetween(0.98, 1.0);
    assertThat(classification.at("/macro/average_precision").asDouble()).isBetween(0.9, 1.0);
    assertThat(classification.get("top_3_accuracy").asDouble())
        .isBetween(classification.get("accuracy").asDouble(), 1.0)
        .isLessThanOrEqualTo(classification.get("top_5_accuracy").asDouble());
    assertThat(classification.get("classes")).hasSize(10);
    assertThat(classification.at("/classes/0/support").asInt()).isEqualTo(980);
    assertThat(result.get("pictures")).hasSize(3);
    for (String name : List.of("confusion.png", "roc.png", "pr.png")) {
      BufferedImage picture = ImageIO.read(pictures.resolve(name).toFile());
      assertThat(picture.getWidth()).isEqualTo(640);
    }
    assertThat(run.resolve("roc.png")).doesNotExist();
  }

  @Test
  void picturesThatCannotBeWrittenAreOneLine() throws IOException {
    Path net = scores("classify scores, label", "3,2,1,0\n1,2,3,1\n");
    Path file = Files.writeString(folder.resolve("file"), "kept");
    Netc.Outcome outcome = eval(net, "--pictures", file.resolve("in").toString());
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err().strip())
        .startsWith("warning: ")
        .contains("cannot be written")
        .doesNotContain("\n");
    assertThat(outcome.out()).contains("accuracy 50.00 %").doesNotContain("Pictures");
  }

  @Test
  void scoresAndLabelsThatAreNoneAreMistakes() throws IOException {
    mistake(
        "the score of class 1 in row 1 is NaN",
        eval(scores("classify scores, label", "3,2,1,0\n1,NaN,3,1\n")));
    mistake(
        "the label of row 1 is 3: the classes are 0 to 2",
        eval(scores("classify scores, label", "3,2,1,0\n1,2,3,3\n")));
    mistake(
        "0.5 is no label",
        eval(scores("classify scores, cast(label, f32) / 2", "3,2,1,0\n1,2,3,1\n")));
    mistake(
        "there is nothing to measure: of 1 labels all are ignored",
        eval(scores("classify scores, label, ignore = 2", "3,2,1,2\n")));
    mistake(
        "there is nothing to draw", eval(scores("", "3,2,1,0\n"), "--pictures", folder.toString()));
  }

  private static void mistake(String message, Netc.Outcome outcome) {
    assertThat(outcome.err()).startsWith("error: ").contains(message);
    assertThat(outcome.err().strip()).doesNotContain("\n");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
  }
}
