package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netc.cli.Main;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, as a user calls them. */
final class CommandsTest {
  private static final String LENET = "../examples/lenet/lenet.net";
  private static final String XOR = "../examples/xor/xor.net";

  @TempDir Path folder;

  @Test
  void summaryCountsParametersAndProducts() {
    assertThat(run("summary", LENET)).contains("61,706", "416,520", "conv2d_2", "2,416", "240,000");
    assertThat(run("summary", LENET, "--json")).contains("\"multiply_accumulates\" : 416520");
  }

  @Test
  void summaryTellsWhatALayerSeesAndKeeps() throws IOException {
    assertThat(run("summary", LENET).lines())
        .anyMatch(line -> line.matches(" *conv2d_1 .* 5x5 +18\\.4 KB"))
        .anyMatch(line -> line.matches(" *max_pool2d_1 .* 6x6 +4\\.6 KB"))
        .anyMatch(line -> line.matches(" *conv2d_2 .* 14x14 +6\\.3 KB"))
        .anyMatch(line -> line.matches(" *max_pool2d_2 .* 16x16 +1\\.6 KB"))
        .anyMatch(line -> line.matches(" *linear_1 .* 28x28 +480 B"))
        .anyMatch(line -> line.matches("Working memory .*: .* KB to infer, .* KB to train\\."));
    Path net =
        Files.writeString(
            folder.resolve("strided.net"),
            """
            network Strided(x: f32[N, 3, 64, 64]) -> (y: f32[N, 4, 30, 30]) {
                a = x |> conv2d(4, kernel = 3, stride = 2, padding = 1)
                b = a |> conv2d(4, kernel = 3, padding = 2, dilation = 2)
                y = max_pool2d(a + b, 3, stride = 1)
            }
            """);
    JsonNode summary = new ObjectMapper().readTree(run("summary", net.toString(), "--json"));
    assertThat(summary.at("/layers").findValuesAsText("activation_bytes"))
        .containsExactly("16384", "16384", "14400");
    assertThat(summary.at("/layers/0/receptive_field")).hasToString("[3,3]");
    assertThat(summary.at("/layers/1/receptive_field")).hasToString("[11,11]");
    assertThat(summary.at("/receptive_field")).hasToString("[15,15]");
    assertThat(summary.at("/activation_bytes").asLong()).isBetween(32_768L, 60_000L);
  }

  @Test
  void summaryComparesConvolutionsWithSeparableOnes() throws IOException {
    assertThat(run("summary", LENET, "--compare-separable").lines())
        .anyMatch(l -> l.matches(" *conv2d_2 +6 -> 16, 5x5 +2.4 k +240.0 k +246 +24.6 k +0.10 .*"));
    String network =
        "network A(x: f32[N, 3, 16, 20]) -> (y: f32[N, 8, 8, 10]) {\n    y = x |> %s\n}\n";
    JsonNode now = summary(network.formatted("conv2d(8, kernel = 3, stride = 2, padding = 1)"));
    JsonNode separable = summary(network.formatted("separable_conv2d(8, 3, 2, 1, bias = false)"));
    JsonNode factorised =
        summary(
            "block two(x: f32[N, C, H, W]) {\n"
                + "    param a: f32[8, C, 1, 3] = uniform_fan(C * 3)\n"
                + "    param b: f32[8, 8, 3, 1] = uniform_fan(24)\n"
                + "    wide = convolution(x, a, stride = (1, 2), padding = (0, 1))\n"
                + "    convolution(wide, b, stride = (2, 1), padding = (1, 0))\n}\n"
                + network.formatted("two"));
    JsonNode layer = now.at("/convolutions/0");
    assertThat(layer.get("multiply_accumulates")).isEqualTo(now.get("multiply_accumulates"));
    for (String what : new String[] {"separable", "factorised"}) {
      JsonNode whole = what.equals("separable") ? separable : factorised;
      assertThat(layer.get(what).get("weights")).isEqualTo(whole.get("parameters"));
      assertThat(layer.get(what).get("multiply_accumulates"))
          .isEqualTo(whole.get("multiply_accumulates"));
    }
    assertThat(layer.at("/separable/share_of_multiply_accumulates").asDouble())
        .isCloseTo(1.0 / 8 + 1.0 / 9, within(1e-12));
    assertThat(separable.get("convolutions").findValuesAsText("convolution"))
        .containsExactly("3 -> 3, 3x3 in 3", "3 -> 8, 1x1");
    assertThat(separable.get("convolutions").findValues("separable")).isEmpty();
  }

  private JsonNode summary(String network) throws IOException {
    Path net = Files.writeString(folder.resolve("compared.net"), network);
    return new ObjectMapper()
        .readTree(run("summary", net.toString(), "--compare-separable", "--json"));
  }

  @Test
  void irShowsEveryStage() {
    assertThat(run("ir", LENET))
        .contains("graph LeNet.forward(%image: f32[N, 1, 28, 28])", "call @conv2d");
    assertThat(run("ir", LENET, "--training", "--inline"))
        .contains("weight_gradient", "%conv2d_1.weight <- ", "max_pool_gradient")
        .doesNotContain("call @");
    assertThat(run("ir", LENET, "--kernels")).contains("convolution", "lives to");
  }

  @Test
  void explainShowsEveryStage() {
    assertThat(run("explain", XOR))
        .containsSubsequence(
            "── 1. source: ",
            "/// The smallest network",
            "── 2. graph: ",
            "call @linear",
            "── 3. gradient: ",
            "%linear_1.weight <- ",
            "── 4. passes: ",
            "call @matmul_bias",
            "── 5. kernels: ",
            "matmulBias",
            "── 6. memory: ",
            "f32: ",
            "bytes for N = 1;",
            "── 7. java: ",
            "public final class Xor");
    assertThat(run("explain", XOR, "--training", "--stage", "memory"))
        .startsWith("f32: ")
        .contains("for N = 4;")
        .doesNotContain("──");
    assertThat(run("explain", "src/test/resources/explain/plain.net"))
        .contains("The file has no section `training Plain`.");
  }

  @Test
  void theMemoryPlanSharesPlaces() throws IOException {
    Golden.check(
        Path.of("src/test/resources/explain/plain.memory.txt"),
        run("explain", "src/test/resources/explain/plain.net", "--stage", "memory"));
  }

  @Test
  void gradientsAreWatched(@TempDir Path folder) {
    Netc.Outcome outcome =
        Netc.run(
            "train",
            "../examples/xor/xor.net",
            "--epochs",
            "2",
            "--watch-gradients",
            "--out",
            folder.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines().filter(l -> l.contains("gradient of linear_1.weight")))
        .hasSize(2)
        .allMatch(l -> l.matches(".*mean \\d\\.\\d\\de[-+]\\d\\d, largest .*"));
  }

  @Test
  void irRunsPassesAndObservesThem() {
    assertThat(run("ir", LENET, "--training", "--after", "simplify"))
        .contains("graph LeNet.step(", "broadcast %conv2d_1.bias { axes = [1] }")
        .doesNotContain("call @", "reshape %conv2d_1.bias");
    assertThat(run("ir", LENET, "--passes", "inline,simplify,fuse", "--verify"))
        .contains(
            "call @convolution_bias_relu.1 %image, %conv2d_1.weight, %conv2d_1.bias",
            "kernel @matmul_bias_relu.", "// verified: no problems");
    assertThat(run("ir", LENET, "--print-after"))
        .contains("// after inline\n", "// after simplify\n", "// after dce: nothing to do");
    assertThat(run("ir", LENET, "--time-passes")).contains("// fold-constants", "// total");
    assertThat(run("ir", LENET, "--training", "--check-passes"))
        .contains("// inline           no difference");
    assertThat(run("ir", "--list-passes"))
        .contains(
            "dce              removes operations that no output and no update needs",
            "-O2: inline,merge-loops,fold-constants,simplify,cse,trim-loops,hoist,simplify,cse,"
                + "trim-loops,dce,fold-batch-norm,channels-last,hoist-parameters,fuse");
  }

  @Test
  void irReadsWhatItPrints() throws IOException {
    Path printed = folder.resolve("lenet.ir");
    Files.writeString(printed, run("ir", LENET, "--training", "--time-passes"));
    String again = run("ir", printed.toString());
    Files.writeString(printed, again);
    assertThat(run("ir", printed.toString())).isEqualTo(again);
    assertThat(run("ir", printed.toString(), "--kernels")).contains("lives to");
  }

  @Test
  void irNamesMistakesInPassesAndGraphs() throws IOException {
    assertThat(mistake(2, "ir", LENET, "--passes", "inline,simplfy"))
        .startsWith("there is no pass `simplfy`; did you mean `simplify`?");
    assertThat(mistake(2, "ir", LENET, "--passes", "inline,cse", "--after", "fuse"))
        .startsWith("the pass `fuse` is not among inline,cse");
    assertThat(mistake(2, "ir")).startsWith("Missing required parameter: 'FILE'");
    Path broken = Files.writeString(folder.resolve("broken.ir"), "graph g(%x: f32) {\n}\n");
    assertThat(mistake(1, "ir", broken.toString()))
        .isEqualToIgnoringNewLines(
            "error: " + broken + ", line 2: expected a value or `return`, found `}`");
  }

  @Test
  void compileWritesAClassOfTheNetworksName() throws IOException {
    run("compile", LENET, "-o", folder.toString(), "--package", "app.digits");
    assertThat(folder.resolve("app/digits/LeNet.java"))
        .content()
        .startsWith("package app.digits;")
        .contains(
            "public final class LeNet implements Network",
            "lenet.net:4",
            "public static LeNet load(",
            "public float[] logits(float[] image, int N)")
        .doesNotContain("Trainer");
  }

  @Test
  void compileWritesATrainerIfAsked() {
    run("compile", LENET, "-o", folder.toString(), "--package", "app", "--training");
    assertThat(folder.resolve("app/LeNet.java"))
        .content()
        .contains("public float step(float[] image, int[] label, int N)", "LeNetStep::new");
    assertThat(folder.resolve("app/LeNetStep.java")).exists();
  }

  @Test
  void compileNamesAClassThatCannotBe() throws IOException {
    Path net =
        Files.writeString(
            folder.resolve("record.net"),
            "network record(x: f32[N, 2]) -> (y: f32[N, 2]) { y = relu(x) }\n");
    assertThat(mistake(1, "compile", net.toString(), "-o", folder.toString(), "--package", "app"))
        .isEqualToIgnoringNewLines(
            "error: no Java class can be called `record`: it is a word of Java itself; rename the"
                + " network");
  }

  @Test
  void runAgreesWithTheReferenceAndItsGradients() throws IOException {
    Path net =
        Files.writeString(
            folder.resolve("norm.net"),
            "network Norm(x: f32[N, 3]) -> (y: f32[N]) {\n    y = sqrt(sum(x * x, axis = 1))\n}\n");
    Path in = folder.resolve("in.safetensors");
    Path cotangents = folder.resolve("c.safetensors");
    Safetensors.write(in, Map.of("x", Tensor.of(new float[] {3, 4, 0, 1, 2, 2}, 2, 3)), Map.of());
    Safetensors.write(cotangents, Map.of("y", Tensor.of(new float[] {1, 3}, 2)), Map.of());
    for (String how : new String[] {"compiled", "reference"}) {
      Path out = folder.resolve(how + ".safetensors");
      Path gradients = folder.resolve(how + ".gradients");
      String[] arguments = {
        "run",
        net.toString(),
        "--in",
        in.toString(),
        "--out",
        out.toString(),
        "--cotangents",
        cotangents.toString(),
        "--gradients",
        gradients.toString(),
        "--reference"
      };
      run(how.equals("reference") ? arguments : java.util.Arrays.copyOf(arguments, 10));
      close(Safetensors.read(out).tensors().get("y"), 5, 3);
      close(Safetensors.read(gradients).tensors().get("x"), 0.6, 0.8, 0, 1, 2, 2);
    }
  }

  @Test
  void gradientsAreExpressionsToAnyOrder() throws IOException {
    Path net =
        Files.writeString(
            folder.resolve("cube.net"),
            """
            block cubes(x: f32[N, D]) { sum(x * x * x) }
            network Cube(x: f32[N, 3]) -> (first: f32[N, 3], second: f32[N, 3]) {
                first  = grad(cubes(x), x)
                second = grad(sum(first), x)
            }
            """);
    Path in = folder.resolve("in.safetensors");
    Path out = folder.resolve("out.safetensors");
    Safetensors.write(in, Map.of("x", Tensor.of(new float[] {1, 2, -3}, 1, 3)), Map.of());
    run("run", net.toString(), "--in", in.toString(), "--out", out.toString());
    close(Safetensors.read(out).tensors().get("first"), 3, 12, 27);
    close(Safetensors.read(out).tensors().get("second"), 6, 12, -18);
  }

  private static void close(Tensor tensor, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      double actual = tensor.data() instanceof double[] d ? d[i] : tensor.floats()[i];
      assertThat(actual).isCloseTo(expected[i], within(1e-6));
    }
  }

  private static String mistake(int code, String... arguments) {
    StringWriter err = new StringWriter();
    assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments))
        .isEqualTo(code);
    return err.toString();
  }

  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    return out.toString();
  }
}
