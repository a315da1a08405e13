package dev.netc.benchmarks;

import dev.netc.runtime.Convolution2d;
import dev.netc.runtime.ConvolutionInputGradient;
import dev.netc.runtime.ConvolutionWeightGradient;
import dev.netc.runtime.Team;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Convolutions of stride 1 and their gradients. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConvolutionBenchmark {
  /** A layer and the images of a batch. */
  public enum Layer {
    LENET_1(64, 1, 28, 6, 5, 2),
    LENET_2(64, 6, 14, 16, 5, 0),
    C64_56(2, 64, 56, 64, 3, 1),
    C128_28(4, 128, 28, 128, 3, 1),
    C256_14(8, 256, 14, 256, 3, 1);

    private final int images;
    private final int channels;
    private final int extent;
    private final int outputs;
    private final int kernel;
    private final int pad;

    Layer(int images, int channels, int extent, int outputs, int kernel, int pad) {
      this.images = images;
      this.channels = channels;
      this.extent = extent;
      this.outputs = outputs;
      this.kernel = kernel;
      this.pad = pad;
    }

    Convolution2d.Geometry geometry() {
      int out = out();
      return new Convolution2d.Geometry(
          channels, extent, extent, outputs, kernel, kernel, 1, 1, pad, pad, 1, 1, 1, out, out);
    }

    double operations() {
      return 2.0 * images * results() * channels * kernel * kernel;
    }

    private int out() {
      return extent + 2 * pad - kernel + 1;
    }

    private int results() {
      return outputs * out() * out();
    }

    private int elements() {
      return channels * extent * extent;
    }
  }

  /** The layer measured. */
  @Param public Layer layer;

  private Convolution2d forward;
  private ConvolutionInputGradient inputGradient;
  private ConvolutionWeightGradient weightGradient;
  private float[] x = {};
  private float[] w = {};
  private float[] bias = {};
  private float[] y = {};

  /** Makes kernels and data. */
  @Setup
  public void fill() {
    Convolution2d.Geometry g = layer.geometry();
    forward = new Convolution2d(g, Team.single());
    inputGradient = new ConvolutionInputGradient(g, Team.single());
    weightGradient = new ConvolutionWeightGradient(g, Team.single());
    x = new float[layer.images * layer.elements() + 64];
    y = new float[layer.images * layer.results() + 64];
    w = new float[g.outputs() * g.channels() * g.kernelHeight() * g.kernelWidth()];
    bias = new float[g.outputs()];
  }

  /** With bias and ReLU. */
  @Benchmark
  public float[] forward() {
    forward.forward(x, 0, w, 0, bias, 0, true, y, 0, layer.images);
    return y;
  }

  /** The gradient of the images. */
  @Benchmark
  public float[] inputGradient() {
    inputGradient.run(y, 0, w, 0, x, 0, layer.images);
    return x;
  }

  /** The gradient of the weights. */
  @Benchmark
  public float[] weightGradient() {
    weightGradient.run(x, 0, y, 0, w, 0, layer.images);
    return w;
  }
}
