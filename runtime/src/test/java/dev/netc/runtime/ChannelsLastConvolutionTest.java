package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The three operations against loops over the definition, with one and with two threads. */
final class ChannelsLastConvolutionTest {
  private static final Team ONE = Team.single();
  private static final Team TWO = Team.of(2);

  /** A layer of random extents. */
  record Layer(int channels, int outputs, int groups, SlidingWindow window) {
    static Layer random(Random r) {
      int rank = 1 + r.nextInt(3);
      List<List<Integer>> lists = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        lists.add(new ArrayList<>());
      }
      for (int axis = 0; axis < rank; axis++) {
        int kernel = 1 + r.nextInt(axis == 2 ? 4 : 3);
        int stride = 1 + r.nextInt(2);
        int dilation = 1 + (r.nextInt(4) == 0 ? 1 : 0);
        int padding = r.nextInt(3);
        int reach = (kernel - 1) * dilation + 1;
        int image = reach + r.nextInt(axis == rank - 1 ? 12 : 4);
        int result = (image + padding + r.nextInt(2) - reach) / stride + 1;
        List<Integer> numbers = List.of(image, result, kernel, stride, padding, dilation);
        for (int i = 0; i < 6; i++) {
          lists.get(i).add(numbers.get(i));
        }
      }
      SlidingWindow window =
          SlidingWindow.of(
              lists.get(0), lists.get(1), lists.get(2), lists.get(3), lists.get(4), lists.get(5));
      if (r.nextInt(3) == 0) {
        int depthwise = 2 + r.nextInt(40);
        return new Layer(depthwise, depthwise, depthwise, window);
      }
      int groups = 1 + (r.nextInt(3) == 0 ? 1 + r.nextInt(2) : 0);
      int channels = groups * (r.nextBoolean() ? 16 * (1 + r.nextInt(2)) : 1 + r.nextInt(40));
      return new Layer(channels, groups * (1 + r.nextInt(70)), groups, window);
    }

    int images(int n) {
      return n * window.pixels() * channels;
    }

    int results(int n) {
      return n * window.positions() * outputs;
    }

    int weights() {
      return outputs * (channels / groups) * window.taps();
    }

    /** Visits what takes part in the sum, as indices of image, weights and result. */
    void forEachTap(int n, Tap tap) {
      int own = channels / groups;
      for (int i = 0; i < results(n); i++) {
        int output = i % outputs;
        int position = i / outputs;
        int ox = position % window.result(2);
        int oy = position / window.result(2) % window.result(1);
        int oz = position / window.result(2) / window.result(1) % window.result(0);
        int image = position / window.positions();
        for (int t = 0; t < window.taps(); t++) {
          int x = window.source(2, ox, t % window.kernel(2));
          int y = window.source(1, oy, t / window.kernel(2) % window.kernel(1));
          int z = window.source(0, oz, t / window.kernel(2) / window.kernel(1));
          if (x < 0 || x >= window.image(2) || y < 0 || y >= window.image(1)) {
            continue;
          }
          if (z < 0 || z >= window.image(0)) {
            continue;
          }
          int pixel = ((image * window.image(0) + z) * window.image(1) + y) * window.image(2) + x;
          for (int c = 0; c < own; c++) {
            int channel = output / (outputs / groups) * own + c;
            tap.at(pixel * channels + channel, (output * own + c) * window.taps() + t, i);
          }
        }
      }
    }
  }

  interface Tap {
    void at(int x, int w, int y);
  }

  @Provide
  Arbitrary<Layer> layers() {
    return Arbitraries.longs().map(seed -> Layer.random(new Random(seed)));
  }

  @Property(tries = 200)
  void forwardIsTheDefinition(
      @ForAll("layers") Layer layer,
      @ForAll boolean scaled,
      @ForAll boolean residual,
      @ForAll boolean relu) {
    int n = 2;
    float[] x = random(1, layer.images(n));
    float[] w = random(2, layer.weights());
    float[] bias = random(3, layer.outputs());
    float[] scale = random(4, layer.outputs());
    float[] more = random(5, layer.results(n));
    double[] expected = new double[layer.results(n)];
    layer.forEachTap(n, (i, k, o) -> expected[o] += (double) x[i] * w[k]);
    for (int i = 0; i < expected.length; i++) {
      int o = i % layer.outputs();
      double sum = expected[i] * (scaled ? scale[o] : 1) + bias[o] + (residual ? more[i] : 0);
      expected[i] = relu ? Math.max(0, sum) : sum;
    }
    Epilogue epilogue = new Epilogue().bias(bias, 0);
    epilogue = scaled ? epilogue.scale(scale, 0) : epilogue;
    epilogue = residual ? epilogue.residual(more, 0) : epilogue;
    epilogue = relu ? epilogue.relu() : epilogue;
    float[] y = new float[expected.length];
    float[] other = new float[expected.length];
    forward(layer, ONE).forward(x, 0, w, 0, epilogue, y, 0, n);
    forward(layer, TWO).forward(x, 0, w, 0, epilogue, other, 0, n);
    close(y, expected);
    assertThat(other).isEqualTo(y);
    PackedKernels packed =
        PackedKernels.of(layer.channels(), layer.outputs(), layer.groups(), layer.window(), w);
    forward(layer, TWO).forward(x, 0, packed, epilogue, other, 0, n);
    close(other, expected);
  }

  private static ChannelsLastConvolution forward(Layer layer, Team team) {
    return new ChannelsLastConvolution(
        layer.channels(),
        layer.outputs(),
        layer.groups(),
        layer.window(),
        team,
        new Workspace(team));
  }

  @Property(tries = 200)
  void inputGradientIsTheDefinition(@ForAll("layers") Layer layer) {
    int n = 3;
    float[] dy = random(1, layer.results(n));
    float[] w = random(2, layer.weights());
    double[] expected = new double[layer.images(n)];
    layer.forEachTap(n, (i, k, o) -> expected[i] += (double) dy[o] * w[k]);
    float[] dx = random(4, expected.length);
    float[] other = random(5, expected.length);
    inputGradient(layer, ONE).run(dy, 0, w, 0, dx, 0, n);
    inputGradient(layer, TWO).run(dy, 0, w, 0, other, 0, n);
    close(dx, expected);
    assertThat(other).isEqualTo(dx);
  }

  private static ChannelsLastInputGradient inputGradient(Layer layer, Team team) {
    return new ChannelsLastInputGradient(
        layer.channels(),
        layer.outputs(),
        layer.groups(),
        layer.window(),
        team,
        new Workspace(team));
  }

  @Property(tries = 200)
  void weightGradientIsTheDefinition(@ForAll("layers") Layer layer) {
    int n = 5;
    float[] x = random(1, layer.images(n));
    float[] dy = random(2, layer.results(n));
    double[] expected = new double[layer.weights()];
    layer.forEachTap(n, (i, k, o) -> expected[k] += (double) dy[o] * x[i]);
    float[] dw = random(4, expected.length);
    float[] other = random(5, expected.length);
    weightGradient(layer, ONE).run(x, 0, dy, 0, dw, 0, n);
    weightGradient(layer, TWO).run(x, 0, dy, 0, other, 0, n);
    close(dw, expected);
    assertThat(other).isEqualTo(dw);
  }

  private static ChannelsLastWeightGradient weightGradient(Layer layer, Team team) {
    return new ChannelsLastWeightGradient(
        layer.channels(),
        layer.outputs(),
        layer.groups(),
        layer.window(),
        team,
        new Workspace(team));
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
