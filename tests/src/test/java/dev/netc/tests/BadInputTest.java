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
  void missingFiles() {
    mistake("no such file: nowhere.net", "check", "nowhere.net");
    mistake("is a folder", "check", folder.toString());
    mistake("no such file", "train", LENET, "--data", folder.toString());
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
