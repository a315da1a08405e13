package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code factorized_conv2d} is the convolution whose weights are the product of its own. */
final class FactorizedConvolutionTest {
  private static final int OUT = 4;
  private static final int IN = 2;
  private static final int MIDDLE = 3;
  private static final int KERNEL = 3;

  @Test
  void itIsTheConvolutionOfTheProduct() {
    Random random = new Random(1);
    Array first =
        Array.fill(DType.F32, new int[] {MIDDLE, IN, KERNEL, 1}, i -> random.nextGaussian());
    Array second =
        Array.fill(DType.F32, new int[] {OUT, MIDDLE, 1, KERNEL}, i -> random.nextGaussian());
    double[] product = new double[OUT * IN * KERNEL * KERNEL];
    for (int i = 0; i < product.length; i++) {
      int x = i % KERNEL;
      int y = i / KERNEL % KERNEL;
      int in = i / (KERNEL * KERNEL) % IN;
      int out = i / (KERNEL * KERNEL * IN);
      for (int m = 0; m < MIDDLE; m++) {
        product[i] +=
            first.get((m * IN + in) * KERNEL + y) * second.get((out * MIDDLE + m) * KERNEL + x);
      }
    }
    Array bias = Array.fill(DType.F32, new int[] {OUT}, i -> i);
    Array image = Array.fill(DType.F32, new int[] {2, IN, 7, 9}, i -> random.nextGaussian());
    double[] expected =
        run(
            "conv2d(4, kernel = 3, stride = 2, padding = 1)",
            image,
            Map.of(
                "layer.weight",
                Array.of(DType.F32, new int[] {OUT, IN, KERNEL, KERNEL}, product),
                "layer.bias",
                bias));
    double[] actual =
        run(
            "factorized_conv2d(4, kernel = 3, stride = 2, padding = 1, middle = 3)",
            image,
            Map.of("layer.first", first, "layer.second", second, "layer.bias", bias));
    assertThat(actual).usingComparatorWithPrecision(1e-4).containsExactly(expected);
  }

  private static double[] run(String layer, Array image, Map<String, Array> parameters) {
    String source =
        "network Net(x: f32[N, 2, 7, 9]) -> (y: f32[N, 4, 4, 5]) { y = x |> %s as \"layer\" }"
            .formatted(layer);
    Compilation compilation = Frontend.compile(new SourceFile("net.net", source));
    assertThat(compilation.diagnostics()).isEmpty();
    return new Evaluator(Map.of("N", 2L))
        .run(compilation.networks().getFirst().inference(), Map.of("x", image), parameters)
        .outputs()
        .get("y")
        .data();
  }
}
