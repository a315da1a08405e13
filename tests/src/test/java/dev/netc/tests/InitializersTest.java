package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.training.InitialTensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What parameters start as has the distribution that is promised. */
final class InitializersTest {
  private static float[] started(String dims, String initializer) {
    String text =
        "network A(x: f32[N]) -> (y: f32[N]) { param w: f32[%s] = %s\n y = x * sum(w) }"
            .formatted(dims, initializer);
    Compilation compilation = Frontend.compile(new SourceFile("start.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return (float[])
        InitialTensors.parameters(compilation.networks().getFirst(), 1).get("w").data();
  }

  private static double deviation(float[] w) {
    double mean = IntStream.range(0, w.length).mapToDouble(i -> w[i]).average().orElseThrow();
    return Math.sqrt(
        IntStream.range(0, w.length)
            .mapToDouble(i -> w[i] - mean)
            .map(d -> d * d)
            .average()
            .orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uniform_fan(50)           | 0.08165 | 0.14143",
        "he_normal(50)             | 0.2     | 1.2",
        "he_uniform(50)            | 0.2     | 0.3465",
        "glorot_normal(30, 20)     | 0.2     | 1.2",
        "glorot_uniform(30, 20)    | 0.2     | 0.3465",
        "truncated_normal()        | 0.8796  | 2.0",
        "truncated_normal(0.02)    | 0.02    | 0.11",
        "truncated_normal(1.0, -1.0, 1.0) | 0.5396 | 1.0",
      })
  void theDeviationAndTheRangeAreThoseOfTheFormula(
      String initializer, double deviation, float bound) {
    float[] w = started("200, 500", initializer);
    assertThat(deviation(w)).isCloseTo(deviation, within(0.01 * deviation));
    assertThat(IntStream.range(0, w.length).mapToDouble(i -> Math.abs(w[i])).max().orElseThrow())
        .isBetween(bound * 0.7, bound * 1.0001);
    assertThat(IntStream.range(0, w.length).mapToDouble(i -> w[i]).average().orElseThrow())
        .isCloseTo(0, within(0.01 * deviation));
  }

  @ParameterizedTest
  @CsvSource({"'40, 40', 40", "'10, 60', 10", "'60, 10', 10", "'8, 3, 5, 5', 8"})
  void rowsOrColumnsAreOrthonormal(String dims, int vectors) {
    float[] w = started(dims, "orthogonal(2.0)");
    int rows = Integer.parseInt(dims.split(",", 2)[0]);
    int columns = w.length / rows;
    boolean ofRows = rows <= columns;
    for (int i = 0; i < vectors; i++) {
      for (int j = 0; j < vectors; j++) {
        double product = 0;
        for (int k = 0; k < w.length / vectors; k++) {
          int a = ofRows ? i * columns + k : k * columns + i;
          int b = ofRows ? j * columns + k : k * columns + j;
          product += (double) w[a] * w[b];
        }
        assertThat(product).as("%d, %d", i, j).isCloseTo(i == j ? 4 : 0, within(1e-5));
      }
    }
  }

  @Test
  void sameSeedSameStart() {
    assertThat(Arrays.equals(started("4, 4", "orthogonal()"), started("4, 4", "orthogonal()")))
        .isTrue();
  }
}
