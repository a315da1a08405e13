package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Lines and pools of channels on vectors give what those without give. */
final class ChannelLinesTest {
  private static final ChannelLines VECTORS = new VectorChannelLines();
  private static final ChannelLines SCALARS = new ScalarChannelLines();

  @Property(tries = 100)
  void linesAgree(
      @ForAll @IntRange(min = 1, max = 70) int channels,
      @ForAll @IntRange(min = 1, max = 4) int kernel,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 0, max = 2) int padding) {
    int image = 11;
    int result = (image + padding - kernel) / stride + 1;
    SlidingWindow window =
        SlidingWindow.of(
            List.of(image),
            List.of(result),
            List.of(kernel),
            List.of(stride),
            List.of(padding),
            List.of(1));
    float[] x = random(1, 2 * image * channels);
    float[] w = random(2, 2 * kernel * channels);
    int[] sources = {image * channels, 0};
    int[] weights = {0, kernel * channels};
    float[][] y = {new float[result * channels], new float[result * channels]};
    float[][] dx = {random(3, x.length), random(3, x.length)};
    float[][] dw = {random(4, w.length), random(4, w.length)};
    ChannelLines[] both = {VECTORS, SCALARS};
    float[] dy = random(5, result * channels);
    for (int i = 0; i < 2; i++) {
      both[i].forward(window, channels, x, 0, sources, w, weights, 2, y[i], 0);
      both[i].inputGradient(window, channels, dy, 0, w, weights, 2, dx[i], 0, sources);
      both[i].weightGradient(window, channels, x, 0, sources, dy, 0, dw[i], 0, weights, 2);
    }
    assertThat(y[0]).containsExactly(y[1], within(1e-5f));
    assertThat(dx[0]).containsExactly(dx[1], within(1e-5f));
    assertThat(dw[0]).containsExactly(dw[1], within(1e-5f));
  }

  @Property(tries = 100)
  void poolsAgree(@ForAll @IntRange(min = 1, max = 70) int channels, @ForAll long seed) {
    Random r = new Random(seed);
    int[] taps = {2 * channels, 0, 5 * channels, 3 * channels};
    float[] x = new float[6 * channels];
    for (int i = 0; i < x.length; i++) {
      x[i] = r.nextInt(3); // often equal, so that the first maximum matters
    }
    float[] v = random(seed, x.length);
    ChannelPools[] both = {new VectorChannelPools(), new ScalarChannelPools()};
    float[][] results = new float[2][4 * x.length];
    for (int i = 0; i < 2; i++) {
      both[i].max(channels, x, 0, taps, 4, v, 0, results[i], 0);
      both[i].maxGradient(channels, x, 0, taps, 4, v, 0, results[i], x.length);
      both[i].sum(channels, x, 0, taps, 4, results[i], 2 * x.length);
      both[i].sumGradient(channels, v, 0, taps, 4, results[i], 3 * x.length);
    }
    assertThat(results[0]).isEqualTo(results[1]);
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
