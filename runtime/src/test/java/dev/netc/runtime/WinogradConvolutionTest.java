package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Convolution by transformed tiles against the definition, in f64. */
final class WinogradConvolutionTest {
  private static final Team ONE = Team.single();
  private static final Team TWO = Team.of(2);

  @Property(tries = 100)
  void isTheDefinition(
      @ForAll @IntRange(min = 1, max = 3) int inputBlocks,
      @ForAll @IntRange(min = 1, max = 3) int outputBlocks,
      @ForAll @IntRange(min = 1, max = 14) int height,
      @ForAll @IntRange(min = 1, max = 14) int width,
      @ForAll @IntRange(min = 0, max = 3) int pad,
      @ForAll boolean plain,
      @ForAll boolean relu) {
    int h = Math.max(height, 3 - 2 * pad);
    int w = Math.max(width, 3 - 2 * pad);
    SlidingWindow window = window(h, w, pad, h + 2 * pad - 2, w + 2 * pad - 2);
    int channels = 16 * inputBlocks;
    int outputs = 16 * outputBlocks;
    int n = 3;
    float[] x = random(1, n * window.pixels() * channels);
    float[] kernels = random(2, outputs * channels * 9);
    float[] bias = random(3, outputs);
    float[] scale = random(4, outputs);
    float[] residual = random(5, n * window.positions() * outputs);
    Epilogue epilogue = new Epilogue().bias(bias, 0);
    epilogue = plain ? epilogue : epilogue.scale(scale, 0).residual(residual, 0);
    epilogue = relu ? epilogue.relu() : epilogue;
    float[] packed = packed(channels, outputs, kernels);
    float[] y = new float[residual.length];
    float[] other = new float[residual.length];
    new WinogradConvolution(window, channels, outputs, ONE, new Workspace(ONE))
        .forward(x, 0, packed, epilogue, y, 0, n);
    new WinogradConvolution(window, channels, outputs, TWO, new Workspace(TWO))
        .forward(x, 0, packed, epilogue, other, 0, n);
    for (int i = 0; i < y.length; i++) {
      int o = i % outputs;
      double sum = definition(window, channels, x, kernels, i / outputs, o);
      double all = sum * (plain ? 1 : scale[o]) + bias[o] + (plain ? 0 : residual[i]);
      double expected = relu ? Math.max(0, all) : all;
      assertThat((double) y[i]).as("element %d", i).isCloseTo(expected, within(1e-3));
    }
    assertThat(other).isEqualTo(y);
  }

  @Test
  void roundingStaysNearThatOfPlainSums() {
    int channels = 256;
    SlidingWindow window = window(14, 14, 1, 14, 14);
    float[] x = random(1, window.pixels() * channels);
    float[] kernels = random(2, 16 * channels * 9);
    float[] y = new float[window.positions() * 16];
    new WinogradConvolution(window, channels, 16, ONE, new Workspace(ONE))
        .forward(x, 0, packed(channels, 16, kernels), new Epilogue(), y, 0, 1);
    double ofPlain = 0;
    double ofTiles = 0;
    for (int i = 0; i < y.length; i++) {
      double expected = definition(window, channels, x, kernels, i / 16, i % 16);
      double plain = inFloats(window, channels, x, kernels, i / 16, i % 16);
      ofPlain += (plain - expected) * (plain - expected);
      ofTiles += (y[i] - expected) * (y[i] - expected);
    }
    assertThat(Math.sqrt(ofTiles / ofPlain)).isLessThan(2);
  }

  @Test
  void isChosenWhereItPays() {
    assertThat(pays(56, 64, 1)).isTrue();
    assertThat(pays(28, 128, 1)).isTrue();
    assertThat(pays(14, 256, 1)).as("9.4 MB of weights for 16 tiles").isFalse();
    assertThat(pays(14, 256, 2)).isTrue();
    assertThat(pays(7, 512, 1)).as("37 MB of weights for 4 tiles").isFalse();
    assertThat(pays(7, 512, 8)).isTrue();
    assertThat(pays(8, 64, 1)).isTrue();
  }

  private static boolean pays(int extent, int channels, int images) {
    SlidingWindow window = window(extent, extent, 1, extent, extent);
    assertThat(WinogradConvolution.fits(window, channels, channels, 1)).isTrue();
    return new WinogradConvolution(window, channels, channels, ONE, new Workspace(ONE))
        .pays(images);
  }

  @Test
  void isForKernelsOfThreeByThreeThatMovePixelByPixel() {
    SlidingWindow window = window(8, 8, 1, 8, 8);
    assertThat(WinogradConvolution.fits(window, 32, 16, 1)).isTrue();
    assertThat(WinogradConvolution.fits(window, 32, 32, 2)).as("groups").isFalse();
    assertThat(WinogradConvolution.fits(window, 3, 32, 1)).as("three channels").isFalse();
    assertThat(WinogradConvolution.fits(window, 32, 10, 1)).as("ten outputs").isFalse();
    List<Integer> ones = List.of(1, 1);
    List<Integer> twos = List.of(2, 2);
    List<Integer> threes = List.of(3, 3);
    List<Integer> eights = List.of(8, 8);
    SlidingWindow strided = SlidingWindow.of(eights, List.of(4, 4), threes, twos, ones, ones);
    SlidingWindow dilated = SlidingWindow.of(eights, eights, threes, ones, twos, twos);
    assertThat(WinogradConvolution.fits(strided, 32, 32, 1)).isFalse();
    assertThat(WinogradConvolution.fits(dilated, 32, 32, 1)).isFalse();
  }

  private static SlidingWindow window(int h, int w, int pad, int lines, int columns) {
    List<Integer> ones = List.of(1, 1);
    return SlidingWindow.of(
        List.of(h, w), List.of(lines, columns), List.of(3, 3), ones, List.of(pad, pad), ones);
  }

  private static float[] packed(int channels, int outputs, float[] kernels) {
    WinogradKernels layout = new WinogradKernels(channels, outputs);
    float[] packed = new float[layout.length()];
    for (int panel = 0; panel < PackedMatrix.panels(outputs); panel++) {
      layout.pack(kernels, 0, panel, packed);
    }
    return packed;
  }

  /** The sum of one output in f32, tap by tap. */
  private static float inFloats(
      SlidingWindow window, int channels, float[] x, float[] w, int position, int output) {
    float sum = 0;
    for (int c = 0; c < channels; c++) {
      for (int tap = 0; tap < 9; tap++) {
        int line = window.source(1, position / window.result(2), tap / 3);
        int column = window.source(2, position % window.result(2), tap % 3);
        int at = window.line(0, 0, line);
        if (at >= 0 && column >= 0 && column < window.image(2)) {
          sum =
              Math.fma(x[(at + column) * channels + c], w[(output * channels + c) * 9 + tap], sum);
        }
      }
    }
    return sum;
  }

  /** The sum of one output at one position, counted through all images. */
  private static double definition(
      SlidingWindow window, int channels, float[] x, float[] w, int position, int output) {
    int column = position % window.result(2);
    int line = position / window.result(2) % window.result(1);
    int image = position / window.positions();
    double sum = 0;
    for (int tap = 0; tap < 9; tap++) {
      int at = window.line(image, 0, window.source(1, line, tap / 3));
      int pixel = window.source(2, column, tap % 3);
      if (at >= 0 && pixel >= 0 && pixel < window.image(2)) {
        for (int c = 0; c < channels; c++) {
          sum += (double) x[(at + pixel) * channels + c] * w[(output * channels + c) * 9 + tap];
        }
      }
    }
    return sum;
  }

  private static float[] random(long seed, int length) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
