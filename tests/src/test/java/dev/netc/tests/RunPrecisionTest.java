package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.runtime.ElementType;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code netc run} takes the f64 and i64 of other frameworks where the network says f32 and i32.
 */
final class RunPrecisionTest {
  private static final double THIRD = 1.0 / 3;

  @TempDir Path folder;

  @BeforeEach
  void aNetworkOfWideNumbers() throws IOException {
    Files.writeString(
        folder.resolve("net.net"),
        """
        network Scaled(x: f32[N], index: i32[N], factor: f32) -> (y: f32[N]) {
            param w: f32[2] = constant(1.0)
            y = factor * x * gather(w, index)
        }
        """);
    Tensor x = new Tensor(ElementType.F64, List.of(1), new double[] {THIRD});
    write("in", Map.of("x", x, "index", integers(1), "factor", x));
    write("w", Map.of("w", new Tensor(ElementType.F64, List.of(2), new double[] {0, THIRD})));
  }

  @Test
  void theReferenceKeepsAllDigits() throws IOException {
    assertThat(run("--reference").code()).isZero();
    double[] y = (double[]) Safetensors.read(folder.resolve("out")).tensors().get("y").data();
    assertThat(y).containsExactly(THIRD * THIRD * THIRD);
  }

  @Test
  void compiledCodeRoundsThem() throws IOException {
    assertThat(run().code()).isZero();
    float[] y = Safetensors.read(folder.resolve("out")).tensors().get("y").floats();
    assertThat((double) y[0]).isCloseTo(THIRD * THIRD * THIRD, within(1e-8));
  }

  @Test
  void anIntegerThatIsTooLargeIsAMistake() throws IOException {
    Tensor x = new Tensor(ElementType.F64, List.of(1), new double[] {THIRD});
    write("in", Map.of("x", x, "index", integers(1L << 40), "factor", x));
    Netc.Outcome outcome = run();
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("error: the input index is i32[N], given is i64[1]");
  }

  private static Tensor integers(long value) {
    return new Tensor(ElementType.I64, List.of(1), new long[] {value});
  }

  private void write(String name, Map<String, Tensor> tensors) throws IOException {
    Safetensors.write(folder.resolve(name), tensors, Map.of());
  }

  private Netc.Outcome run(String... more) {
    String[] arguments = {
      "run",
      folder.resolve("net.net").toString(),
      "--weights=" + folder.resolve("w"),
      "--in=" + folder.resolve("in"),
      "--out=" + folder.resolve("out")
    };
    return Netc.run(
        java.util.stream.Stream.of(arguments, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }
}
