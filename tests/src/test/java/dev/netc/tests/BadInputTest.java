package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.cli.Main;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Bad files end a command with exit code 1 and one clear line. */
final class BadInputTest {
  private static final String LENET = "../examples/lenet/lenet.net";
  private static final String XOR = "../examples/xor/xor.net";

  @TempDir Path folder;

  @Test
  void missingFiles() throws IOException {
    mistake("no such file: nowhere.net", "check", "nowhere.net");
    mistake("is a folder", "check", folder.toString());
    mistake("no such file", "train", LENET, "--data", folder.toString());
    String fashion = "../examples/fashion/resnet20.net";
    Path guide = Files.writeString(folder.resolve("README.md"), "There is a package of it.");
    mistake(guide + " says how to get it", "train", fashion, "--data", folder.toString());
    mistake("no such file", "eval", XOR, "--weights", "nowhere.safetensors");
    mistake("no such file", "train", XOR, "--resume", folder.toString());
  }

  @Test
  void unwritableFolders() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    mistake("cannot be written", "train", XOR, "--out", file.resolve("run").toString());
    mistake("cannot be written", "compile", XOR, "-o", file.toString(), "--package", "app");
    assertThat(file).hasContent("kept");
  }

  @Test
  void weightsThatDoNotFit() throws IOException {
    Path run = folder.resolve("run");
    assertThat(run("train", XOR, "--epochs", "1", "--out", run.toString()).code()).isZero();
    Path weights = run.resolve("best.safetensors");
    Map<String, Tensor> good = Safetensors.read(weights).tensors();

    Map<String, Tensor> missing = new LinkedHashMap<>(good);
    missing.remove("linear_1.bias");
    mistake("the parameter linear_1.bias: f32[8] is missing", eval(missing));
    Map<String, Tensor> wrongShape = new LinkedHashMap<>(good);
    wrongShape.put("linear_1.bias", Tensor.of(new float[7], 7));
    mistake("the parameter linear_1.bias: f32[8] is given as f32[7]", eval(wrongShape));
    Map<String, Tensor> nan = new LinkedHashMap<>(good);
    nan.put("linear_1.bias", Tensor.of(new float[] {0, Float.NaN, 0, 0, 0, 0, 0, 0}, 8));
    mistake("linear_1.bias: f32[8] holds NaN at element 1", eval(nan));

    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 3));
    mistake("lies outside the file", "eval", XOR, "--weights", weights.toString());
  }

  private String[] eval(Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve("changed.safetensors");
    Safetensors.write(file, tensors, Map.of());
    return new String[] {"eval", XOR, "--weights", file.toString()};
  }

  @Test
  void dataFilesThatLie() throws IOException {
    Path data = Files.createDirectory(folder.resolve("mnist"));
    Path images = data.resolve("train-images-idx3-ubyte");
    Files.write(images, new byte[] {0, 0, 8, 3, 0, 0});
    mistake("ends within its header", "train", LENET, "--data", data.toString());
    Files.write(images, new byte[] {0, 0, 9, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5});
    mistake("is no IDX file", "train", LENET, "--data", data.toString());
    Files.write(images, new byte[] {0, 0, 8, 3, 0x7f, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 5});
    mistake("claims the extent", "train", LENET, "--data", data.toString());
    Files.write(images, new byte[] {0, 0, 8, 3, 0x70, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 5});
    mistake("is cut short: 1 bytes of data", "train", LENET, "--data", data.toString());
    Files.write(images, new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6});
    mistake("is longer than", "train", LENET, "--data", data.toString());
    Path csv = Files.writeString(folder.resolve("bad.csv"), "0,0,0\n0,x,1\n");
    mistake("bad.csv:2: `x` is no number", "train", XOR, "--data", csv.toString());
  }

  @Test
  void networksAndBatchesThatNeedTooMuchMemory() throws IOException {
    Path net =
        Files.writeString(
            folder.resolve("large.net"),
            """
            network Large(x: f32[N, 2]) -> (y: f32[N, 1]) {
                y = x |> linear(1000000000) |> linear(1)
            }
            training Large(t: f32[N, 1]) {
                data      csv("%s")
                loss      mean_squared_error(y, t)
                optimizer adam(rate = 0.1)
            }
            """
                .formatted(Path.of("../examples/xor/xor.csv").toAbsolutePath()));
    mistake("not enough memory", "train", net.toString(), "--out", folder.toString());

    Path product =
        Files.writeString(
            folder.resolve("product.net"),
            """
            network Product(x: f32[N, 1]) -> (y: f32) {
                columns = reshape(cast(iota(1000000000), f32), [1, 1000000000])
                y = mean(matmul(x, columns))
            }
            """);
    Path in = folder.resolve("in.safetensors");
    Safetensors.write(in, Map.of("x", Tensor.of(new float[4], 4, 1)), Map.of());
    mistake(
        "error: the working memory has 5,000,000,012 elements of one type, an array holds",
        "run",
        product.toString(),
        "--in",
        in.toString(),
        "--out",
        folder.resolve("out.safetensors").toString());
  }

  @Test
  void aFullDiskLeavesTheCheckpointThatWasThere() throws IOException {
    Path run = folder.resolve("run");
    assertThat(run("train", XOR, "--epochs", "3", "--out", run.toString()).code()).isZero();
    byte[] last = Files.readAllBytes(run.resolve("last.safetensors"));
    for (String file : List.of("last.safetensors", "history.csv")) {
      Files.createSymbolicLink(run.resolve(file + ".tmp"), Path.of("/dev/full"));
      mistake(
          run.resolve(file) + " cannot be written: ",
          "train",
          XOR,
          "--epochs",
          "6",
          "--resume",
          run.toString());
      assertThat(run.resolve("last.safetensors")).hasBinaryContent(last);
      assertThat(run).isDirectoryNotContaining("glob:**.tmp");
    }
    Outcome resumed = run("train", XOR, "--epochs", "6", "--resume", run.toString());
    assertThat(resumed).isEqualTo(new Outcome(0, ""));
    assertThat(run.resolve("history.csv")).content().hasLineCount(7);
  }

  @Test
  void picturesThatAreNone() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    mistake("is no picture", "predict", LENET, "--weights", "none", "--input", text.toString());
  }

  @Test
  void wrongUsageIsExitCodeTwo() {
    assertThat(run("train").code()).isEqualTo(2);
    assertThat(run("trian", LENET).code()).isEqualTo(2);
  }

  private record Outcome(int code, String err) {}

  private static Outcome run(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err, true));
    return new Outcome(command.execute(arguments), err.toString());
  }

  private static void mistake(String message, String... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.err()).contains(message).startsWith("error: ").doesNotContain("\tat ");
    assertThat(outcome.err().strip()).doesNotContain("\n");
    assertThat(outcome.code()).isEqualTo(1);
  }
}
