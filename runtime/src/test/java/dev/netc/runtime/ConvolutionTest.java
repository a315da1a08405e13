package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The three operations against loops over the definition, with one and with two threads. */
final class ConvolutionTest {
  private static final Team ONE = Team.single();
  private static final Team TWO = Team.of(2);

  @Provide
  Arbitrary<Convolution2d.Geometry> geometries() {
    return Arbitraries.longs().map(seed -> geometry(new Random(seed)));
  }

  private static Convolution2d.Geometry geometry(Random r) {
    int groups = 1 + r.nextInt(3);
    int kernelY = 1 + r.nextInt(4);
    int kernelX = 1 + r.nextInt(4);
    int strideY = 1 + r.nextInt(3);
    int strideX = 1 + r.nextInt(3);
    int dilationY = 1 + r.nextInt(2);
    int dilationX = 1 + r.nextInt(2);
    int padY = r.nextInt(4);
    int padX = r.nextInt(4);
    int height = (kernelY - 1) * dilationY + 1 + r.nextInt(8);
    int width = (kernelX - 1) * dilationX + 1 + r.nextInt(20);
    int outY = (height + padY + r.nextInt(3) - (kernelY - 1) * dilationY - 1) / strideY + 1;
    int outX = (width + padX + r.nextInt(3) - (kernelX - 1) * dilationX - 1) / strideX + 1;
    return new Convolution2d.Geometry(
        groups * (1 + r.nextInt(3)),
        height,
        width,
        groups * (1 + r.nextInt(9)),
        kernelY,
        kernelX,
        strideY,
        strideX,
        padY,
        padX,
        dilationY,
        dilationX,
        groups,
        outY,
        outX);
  }

  /** What happens at one tap: indices of image, weight and result. */
  private interface Tap {
    void at(int x, int w, int y);
  }

  private static void forEachTap(Convolution2d.Geometry g, int n, Tap tap) {
    int channels = g.channels() / g.groups();
    int outputs = g.outputs() / g.groups();
    for (int i = 0; i < n * g.outputs() * g.pixels(); i++) {
      int ox = i % g.outWidth();
      int oy = i / g.outWidth() % g.outHeight();
      int o = i / g.pixels() % g.outputs();
      int image = i / g.pixels() / g.outputs();
      for (int t = 0; t < g.taps(); t++) {
        int kx = t % g.kernelWidth();
        int ky = t / g.kernelWidth() % g.kernelHeight();
        int c = t / g.kernelWidth() / g.kernelHeight() + o / outputs * channels;
        int y = oy * g.strideY() + ky * g.dilationY() - g.padTop();
        int x = ox * g.strideX() + kx * g.dilationX() - g.padLeft();
        if (y >= 0 && y < g.height() && x >= 0 && x < g.width()) {
          tap.at(
              ((image * g.channels() + c) * g.height() + y) * g.width() + x, o * g.taps() + t, i);
        }
      }
    }
  }

  @Property(tries = 150)
  void forwardIsTheDefinition(
      @ForAll("geometries") Convolution2d.Geometry g, @ForAll boolean relu, @ForAll boolean roomy) {
    int n = 3;
    float[] x = random(1, n * g.image() + (roomy ? 64 : 0));
    float[] w = random(2, g.outputs() * g.taps());
    float[] bias = random(3, g.outputs());
    double[] expected = new double[n * g.result()];
    forEachTap(g, n, (i, k, o) -> expected[o] += (double) x[i] * w[k]);
    for (int i = 0; i < expected.length; i++) {
      double sum = expected[i] + bias[i / g.pixels() % g.outputs()];
      expected[i] = relu ? Math.max(0, sum) : sum;
    }
    float[] y = new float[n * g.result()];
    float[] other = new float[y.length];
    new Convolution2d(g, ONE).forward(x, 0, w, 0, bias, 0, relu, y, 0, n);
    new Convolution2d(g, TWO).forward(x, 0, w, 0, bias, 0, relu, other, 0, n);
    close(y, expected);
    assertThat(other).isEqualTo(y);
  }

  @Property(tries = 150)
  void inputGradientIsTheDefinition(@ForAll("geometries") Convolution2d.Geometry g) {
    int n = 3;
    float[] dy = random(1, n * g.result());
    float[] w = random(2, g.outputs() * g.taps());
    double[] expected = new double[n * g.image()];
    forEachTap(g, n, (i, k, o) -> expected[i] += (double) dy[o] * w[k]);
    float[] dx = random(4, expected.length);
    float[] other = random(5, expected.length);
    new ConvolutionInputGradient(g, ONE).run(dy, 0, w, 0, dx, 0, n);
    new ConvolutionInputGradient(g, TWO).run(dy, 0, w, 0, other, 0, n);
    close(dx, expected);
    assertThat(other).isEqualTo(dx);
  }

  @Property(tries = 150)
  void weightGradientIsTheDefinition(@ForAll("geometries") Convolution2d.Geometry g) {
    int n = 11;
    float[] x = random(1, n * g.image());
    float[] dy = random(2, n * g.result());
    double[] expected = new double[g.outputs() * g.taps()];
    forEachTap(g, n, (i, k, o) -> expected[k] += (double) dy[o] * x[i]);
    float[] dw = random(4, expected.length);
    float[] other = random(5, expected.length);
    new ConvolutionWeightGradient(g, ONE).run(x, 0, dy, 0, dw, 0, n);
    new ConvolutionWeightGradient(g, TWO).run(x, 0, dy, 0, other, 0, n);
    close(dw, expected);
    assertThat(other).isEqualTo(dw);
  }

  private static void close(float[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-3));
    }
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
