package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code netc factorize-kernels}. */
final class FactorizeKernelsCommandTest {
  private static final String LENET = "../examples/lenet/lenet.net";

  @TempDir Path folder;

  @Test
  void twoSmallKernelsCostLessAndSeeTheSame() throws IOException {
    Path small = folder.resolve("small.net");
    JsonNode result = json("factorize-kernels", LENET, "--share", "0.5", "-o", small.toString());
    assertThat(result.at("/convolutions").asInt()).isEqualTo(2);
    assertThat(result.at("/before/parameters").asLong()).isEqualTo(61_706);
    // 6 outputs by way of 3 channels, 16 by way of 8.
    int fewer = 150 - (3 * 5 + 6 * 3 * 5) + 2_400 - (8 * 6 * 5 + 16 * 8 * 5);
    assertThat(result.at("/after/parameters").asLong()).isEqualTo(61_706 - fewer);
    assertThat(result.at("/after/multiply_accumulates").asLong())
        .isEqualTo(
            416_520
                - (117_600 + 240_000)
                + (3 * 5 + 6 * 3 * 5) * 28 * 28
                + 8 * 6 * 5 * 10 * 14
                + 16 * 8 * 5 * 10 * 10);
    assertThat(result.at("/after/receptive_field")).isEqualTo(result.at("/before/receptive_field"));
    Netc.Outcome summary = Netc.run("summary", small.toString());
    assertThat(summary.code()).isZero();
    assertThat(summary.err()).contains("`conv2d` hides the standard library's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "relu", "tanh", "silu"})
  void itIsTrainedLikeAnyOther(String activation) throws IOException {
    Path net =
        Files.writeString(
            folder.resolve("spots.net"),
            """
            network Spots(x: f32[N, 36]) -> (logits: f32[N, 2]) {
                logits = reshape(x, [N, 1, 6, 6])
                    |> conv2d(4, kernel = 3, padding = 1)
                    |> relu
                    |> conv2d(4, kernel = 3, stride = 2, bias = false)
                    |> flatten
                    |> linear(2)
            }

            training Spots(label: i32[N]) {
                data      csv("spots.csv")
                batch     4
                epochs    2
                loss      cross_entropy(logits, label)
                optimizer sgd(rate = 0.01)
            }
            """);
    StringBuilder csv = new StringBuilder();
    for (int row = 0; row < 8; row++) {
      for (int i = 0; i < 36; i++) {
        csv.append((row * 7 + i * i) % 5).append(',');
      }
      csv.append(row % 2).append('\n');
    }
    Files.writeString(folder.resolve("spots.csv"), csv);
    String made = folder.resolve("spots.factorized.net").toString();
    Netc.Outcome outcome =
        Netc.run("factorize-kernels", net.toString(), "--activation", activation);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("Spots, 2 convolutions as two each\n")
        .endsWith("Wrote " + made + ". Try it: ./netc train " + made + "\n");
    Netc.Outcome trained = Netc.run("train", made, "--out", folder.resolve("run").toString());
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(Netc.run("fmt", "--check", made).code()).isZero();
  }

  @Test
  void aKernelInSpaceAndTimeIsOneOfEach() throws IOException {
    Path net =
        Files.writeString(
            folder.resolve("clip.net"),
            """
            network Clip(x: f32[N, 3, 8, 16, 16]) -> (y: f32[N, 10, 4, 8, 8]) {
                y = conv3d(x, 10, [3, 3, 3], stride = [2, 2, 2], padding = [1, 1, 1])
            }
            """);
    JsonNode result = json("factorize-kernels", net.toString());
    assertThat(result.at("/before/parameters").asLong()).isEqualTo(10 * 3 * 27 + 10);
    assertThat(result.at("/after/parameters").asLong()).isEqualTo(10 * 3 * 9 + 10 * 10 * 3 + 10);
    assertThat(result.at("/after/multiply_accumulates").asLong())
        .isEqualTo(10 * 3 * 9 * 8 * 8 * 8 + 10 * 10 * 3 * 4 * 8 * 8);
    assertThat(result.at("/after/receptive_field").asText()).isEqualTo("3x3x3");
  }

  @Test
  void mistakesAreExplained() {
    String xor = "../examples/xor/xor.net";
    String out = folder.resolve("out.net").toString();
    assertThat(Netc.run("factorize-kernels", xor, "-o", out).err())
        .isEqualTo(
            ("error: no kernel of %s becomes two: it has no convolutions in two or three axes;"
                    + " `netc factorize` makes trained weights of matrix products smaller\n")
                .formatted(xor));
    assertThat(Netc.run("factorize-kernels", LENET, "--least", "9", "-o", out).err())
        .isEqualTo(
            ("error: no kernel of %s becomes two: the largest of a convolution without groups is"
                    + " 5x5, and --least is 9\n")
                .formatted(LENET));
    assertThat(Netc.run("factorize-kernels", "lenet.ir").err())
        .isEqualTo("error: lenet.ir is a graph: give the .net file that it was made of\n");
    assertThat(Netc.run("factorize-kernels", "none.net").err())
        .isEqualTo("error: no such file: none.net\n");
    assertThat(Netc.run("factorize-kernels", LENET, "--least", "1", "-o", out).err())
        .isEqualTo("error: --least is at least 2, not 1\n");
    assertThat(Netc.run("factorize-kernels", LENET, "--share", "0", "-o", out).err())
        .isEqualTo("error: --share is from 0.01 to 4, not 0.0\n");
    assertThat(folder.resolve("out.net")).doesNotExist();
  }

  @Test
  void groupsStayAsTheyAre() throws IOException {
    Path net =
        Files.writeString(
            folder.resolve("depthwise.net"),
            """
            network Depthwise(x: f32[N, 4, 6, 6]) -> (y: f32[N, 4, 4, 4]) {
                y = conv2d(x, 4, kernel = 3, groups = 4)
            }
            """);
    assertThat(Netc.run("factorize-kernels", net.toString()).err())
        .isEqualTo(
            ("error: no kernel of %s becomes two: all its convolutions are in groups, and these stay"
                    + " as they are\n")
                .formatted(net));
  }

  @Test
  void aFileIsFactorizedOnceAndIntoAnother() throws IOException {
    Path net = Files.copy(Path.of(LENET), folder.resolve("lenet.net"));
    assertThat(Netc.run("factorize-kernels", net.toString(), "-o", net.toString()).err())
        .isEqualTo("error: -o is %s itself; name another file\n".formatted(net));
    Path made = folder.resolve("a/new/folder/small.net");
    json("factorize-kernels", net.toString(), "-o", made.toString());
    assertThat(Netc.run("factorize-kernels", made.toString()).err())
        .isEqualTo(
            ("error: %s declares `conv2d` itself, as a file that this command has written does;"
                    + " give it the file before\n")
                .formatted(made));
    Path below = net.resolve("small.net");
    assertThat(Netc.run("factorize-kernels", LENET, "-o", below.toString()).err())
        .startsWith("error: " + below + " cannot be written: ");
  }

  private static JsonNode json(String... arguments) throws IOException {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--json";
    Netc.Outcome outcome = Netc.run(all);
    assertThat(outcome.err()).isEmpty();
    return new ObjectMapper().readTree(outcome.out());
  }
}
