package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the language offers on tensors beyond its primitives, against plain loops. */
final class TensorVocabularyTest {
  private static void same(double[] actual, int count, IntToDoubleFunction expected) {
    assertThat(actual).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(actual[i]).as("element %d", i).isCloseTo(expected.applyAsDouble(i), within(1e-9));
    }
  }

  @Property(tries = 30)
  void aStepBackwardCountsFromTheEnd(
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 4) int step,
      @ForAll long seed) {
    String extent = String.valueOf((n + step - 1) / step);
    Formula all =
        Formula.of("x: f32[%d]".formatted(n), "f32[" + extent + "]", "x[::-" + step + "]", seed);
    same(all.value(), (n + step - 1) / step, i -> all.input("x")[n - 1 - i * step]);
    all.checkGradient("x");
  }

  @Test
  void aStepBackwardStopsBeforeItsEnd() {
    Formula part = Formula.of("x: f32[3, 9]", "f32[3, 3]", "x[:, 7:1:-2]", 1);
    same(part.value(), 9, i -> part.input("x")[i / 3 * 9 + 7 - i % 3 * 2]);
  }

  @Test
  void variancesDivideByTheNumberLessTheCorrection() {
    Formula rows = Formula.of("x: f32[3, 4]", "f32[3]", "variance(x, axis = 1)", 1);
    same(rows.value(), 3, r -> variance(Arrays.copyOfRange(rows.input("x"), r * 4, r * 4 + 4), 1));
    rows.checkGradient("x");
    Formula all = Formula.of("x: f32[3, 4]", "f32", "standard_deviation(x, correction = 0)", 2);
    same(all.value(), 1, r -> Math.sqrt(variance(all.input("x"), 0)));
    all.checkGradient("x");
    Formula kept =
        Formula.of("x: f32[2, 3, 4]", "f32[1, 3, 1]", "variance(x, [0, 2], keep = true)", 3);
    assertThat(kept.value()).hasSize(3);
  }

  private static double variance(double[] x, int correction) {
    double mean = Arrays.stream(x).average().orElseThrow();
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - correction);
  }

  @Test
  void theNormOfNothingHasNoGradient() {
    Formula norm = Formula.of("x: f32[3, 4]", "f32[3]", "norm(x, axis = 1)", 1);
    norm.checkGradient("x");
    Formula zero = Formula.of("x: f32[3, 4]", "f32[3, 4]", "grad(norm(x * 0.0), x)", 1);
    same(zero.value(), 12, i -> 0);
  }

  @Property(tries = 20)
  void sortedLinesAreThoseOfTheLibrary(
      @ForAll @IntRange(min = 0, max = 2) int axis, @ForAll long seed) {
    Formula sort =
        Formula.of("x: f32[3, 4, 5]", "f32[3, 4, 5]", "sort(x, axis = %d)".formatted(axis), seed);
    int[] extents = {3, 4, 5};
    int[] strides = {20, 5, 1};
    int stride = strides[axis];
    double[] x = sort.input("x");
    same(
        sort.value(),
        60,
        i -> {
          int place = i / stride % extents[axis];
          int first = i - place * stride;
          return IntStream.range(0, extents[axis])
              .mapToDouble(k -> x[first + k * stride])
              .sorted()
              .toArray()[place];
        });
    sort.checkGradient("x");
  }

  @Test
  void theLargestComeFirst() {
    Formula values = Formula.of("x: f32[6, 2]", "f32[3, 2]", "top_k(x, 3, axis = 0)[0]", 1);
    double[] x = values.input("x");
    same(values.value(), 6, i -> largest(x, i % 2).get(i / 2).doubleValue());
    values.checkGradient("x");
    Formula places = Formula.of("x: f32[6, 2]", "i32[3, 2]", "top_k(x, 3, axis = 0)[1]", 1);
    double[] at = places.value();
    same(
        at,
        6,
        i ->
            IntStream.range(0, 6)
                .filter(r -> x[r * 2 + i % 2] == largest(x, i % 2).get(i / 2))
                .findFirst()
                .orElseThrow());
  }

  private static List<Double> largest(double[] x, int column) {
    return IntStream.range(0, 6)
        .mapToObj(r -> x[r * 2 + column])
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  @Test
  void elementsAreTakenAlongAnAxis() {
    Formula taken =
        Formula.of(
            "x: f32[2, 3, 4], index: i32[2, 5, 4]",
            "f32[2, 5, 4]",
            "take_along(x, index, axis = 1)",
            1);
    double[] index = taken.input("index");
    same(taken.value(), 40, i -> taken.input("x")[i / 20 * 12 + ((int) index[i]) * 4 + i % 4]);
    taken.checkGradient("x");
  }

  @Test
  void aClassOutOfRangeIsNowhere() {
    Formula hot = Formula.of("index: i32[3, 2]", "f32[3, 2, 2]", "one_hot(index, 2)", 5);
    double[] index = hot.input("index");
    assertThat(index).contains(2);
    same(hot.value(), 12, i -> index[i / 2] == i % 2 ? 1 : 0);
    Formula least = Formula.of("x: f32[5]", "i32", "argmin(x)", 1);
    double[] x = least.input("x");
    same(
        least.value(),
        1,
        i ->
            IntStream.range(0, 5).boxed().min(Comparator.comparingDouble(k -> x[k])).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"reflect_pad", "replicate_pad", "circular_pad"})
  void theEdgeGoesOn(String mode) {
    Formula padded = Formula.of("x: f32[2, 4]", "f32[2, 9]", mode + "(x, [0, 2], [0, 3])", 1);
    double[] x = padded.input("x");
    same(padded.value(), 18, i -> x[i / 9 * 4 + place(mode, i % 9 - 2)]);
    padded.checkGradient("x");
  }

  private static int place(String mode, int at) {
    return switch (mode) {
      case "reflect_pad" -> at < 0 ? -at : at > 3 ? 6 - at : at;
      case "replicate_pad" -> Math.clamp(at, 0, 3);
      default -> Math.floorMod(at, 4);
    };
  }

  @Test
  void sumsAreThoseOfEinstein() {
    Formula product =
        Formula.of(
            "a: f32[2, 3, 4], b: f32[2, 4, 5]",
            "f32[2, 3, 5]",
            "einsum(\"bij,bjk->bik\", a, b)",
            1);
    double[] a = product.input("a");
    double[] b = product.input("b");
    same(
        product.value(),
        30,
        i ->
            IntStream.range(0, 4)
                .mapToDouble(
                    j -> a[i / 15 * 12 + i / 5 % 3 * 4 + j] * b[i / 15 * 20 + j * 5 + i % 5])
                .sum());
    product.checkGradient("a");
    product.checkGradient("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ii->i           | f32[3]       | x[i, i]
          ii              | f32          | sum
          ij->ji          | f32[3, 3]    | x[j, i]
          ij->j           | f32[3]       | columns
          i...->...i      | f32[3, 3]    | x[j, i]
          """)
  void oneOperandIsRearranged(String equation, String type, String expected) {
    Formula formula = Formula.of("x: f32[3, 3]", type, "einsum(\"%s\", x)".formatted(equation), 1);
    double[] x = formula.input("x");
    double[] y = formula.value();
    same(
        y,
        y.length,
        i ->
            switch (expected) {
              case "x[i, i]" -> x[i * 4];
              case "sum" -> x[0] + x[4] + x[8];
              case "columns" -> x[i] + x[i + 3] + x[i + 6];
              default -> x[i % 3 * 3 + i / 3];
            });
    formula.checkGradient("x");
  }

  @Test
  void threeOperandsAndOuterProductsContract() {
    Formula bilinear =
        Formula.of(
            "a: f32[2, 3], w: f32[3, 4, 5], b: f32[2, 5]",
            "f32[2, 4]",
            "einsum(\"ni,ijk,nk->nj\", a, w, b)",
            1);
    double[] a = bilinear.input("a");
    double[] w = bilinear.input("w");
    double[] b = bilinear.input("b");
    same(
        bilinear.value(),
        8,
        i -> {
          double sum = 0;
          for (int p = 0; p < 3; p++) {
            for (int q = 0; q < 5; q++) {
              sum += a[i / 4 * 3 + p] * w[p * 20 + i % 4 * 5 + q] * b[i / 4 * 5 + q];
            }
          }
          return sum;
        });
    bilinear.checkGradient("w");
    Formula outer = Formula.of("a: f32[2], b: f32[3]", "f32[3, 2]", "einsum(\"i,j->ji\", a, b)", 1);
    same(outer.value(), 6, i -> outer.input("a")[i % 2] * outer.input("b")[i / 2]);
  }
}
