package dev.netc.ir.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Pooling.SumPool;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Receptive fields, by hand and by trying out which inputs matter. */
final class ReceptiveFieldsTest {
  private static final int LENGTH = 300;

  private final GraphBuilder builder = new GraphBuilder("test");
  private final Value image = builder.input("x", TensorType.of(DType.F32, LENGTH, 1, LENGTH));

  @Test
  void stridesAndDilationsMultiply() {
    Value a = convolution(image, 3, 2, 1, 1);
    Value b = convolution(a, 3, 1, 2, 2);
    Value c = pool(b, 2, 2);
    Value d = convolution(c, 3, 1, 0, 1);
    assertThat(field(a, d)).isEqualTo(3);
    assertThat(field(b, d)).isEqualTo(3 + 2 * 2 * 2);
    assertThat(field(c, d)).isEqualTo(11 + 2);
    assertThat(field(d, d)).isEqualTo(13 + 2 * 4);
  }

  @Test
  void branchesThatLookAtOtherPlacesAdd() {
    Value left = slice(convolution(image, 3, 1, 0, 1), 0, 200);
    Value right = slice(image, 40, 240);
    Value both = builder.add(new Elementwise.Binary(Elementwise.BinaryFunction.ADD, left, right));
    assertThat(field(both, both)).isEqualTo(41);
  }

  @Test
  void whatMixesAllPositionsSeesTheWholeImage() {
    Value flat =
        builder.add(
            new Shaping.Reshape(convolution(image, 5, 1, 0, 1), Shape.of(LENGTH * (LENGTH - 4))));
    assertThat(field(flat, flat)).isEqualTo(LENGTH);
  }

  @Test
  void nothingSlidesOverAVector() {
    builder.output("y", image);
    assertThat(ReceptiveFields.of(builder.build()).of(image)).isEmpty();
  }

  /** A layer of the property below. */
  record Layer(int kernel, int stride, int padding, int dilation) {
    static Layer of(int code) {
      return new Layer(1 + code % 3, 1 + code / 3 % 2, code / 6 % 3, 1 + code / 18 % 2);
    }
  }

  @Property(tries = 100)
  void theFieldIsWhatMatters(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 35) Integer> codes) {
    GraphBuilder chain = new GraphBuilder("chain");
    Value x = chain.input("x", TensorType.of(DType.F32, LENGTH, 1, LENGTH));
    Value y = x;
    for (int code : codes) {
      Layer layer = Layer.of(code);
      Window window =
          Window.of(List.of(layer.kernel()))
              .withStride(List.of(layer.stride()))
              .withPadding(List.of(layer.padding()), List.of(layer.padding()))
              .withDilation(List.of(layer.dilation()));
      y = chain.add(new SumPool(y, window, ImageLayout.CHANNELS_FIRST));
    }
    chain.output("y", y);
    long field = ReceptiveFields.of(chain.build()).of(y).orElseThrow().getFirst().constant();

    // image i has a one at position i alone, so output i tells whether that position matters
    Array ones =
        Array.fill(DType.F32, new int[] {LENGTH, 1, LENGTH}, i -> i / LENGTH == i % LENGTH ? 1 : 0);
    Array out =
        new Evaluator(Map.of()).run(chain.build(), Map.of("x", ones), Map.of()).outputs().get("y");
    int width = out.shape()[2];
    int[] positions =
        IntStream.range(0, LENGTH).filter(i -> out.data()[i * width + width / 2] != 0).toArray();
    assertThat(field).isEqualTo(positions[positions.length - 1] - positions[0] + 1L);
  }

  private long field(Value value, Value output) {
    builder.output("y" + value.id(), output);
    return ReceptiveFields.of(builder.build()).of(value).orElseThrow().getFirst().constant();
  }

  private Value convolution(Value x, int kernel, int stride, int padding, int dilation) {
    Value w =
        builder.parameter(
            "w" + x.id() + "_" + kernel,
            TensorType.of(DType.F32, 1, 1, kernel),
            dev.netc.ir.Leaf.ParameterKind.PARAM);
    Window window =
        Window.of(List.of(kernel))
            .withStride(List.of(stride))
            .withPadding(List.of(padding), List.of(padding))
            .withDilation(List.of(dilation));
    return builder.add(new Convolution(x, w, window, 1, ImageLayout.CHANNELS_FIRST));
  }

  private Value pool(Value x, int kernel, int stride) {
    return builder.add(
        new SumPool(
            x, Window.of(List.of(kernel)).withStride(List.of(stride)), ImageLayout.CHANNELS_FIRST));
  }

  private Value slice(Value x, int from, int to) {
    return builder.add(
        new Shaping.Slice(
            x,
            List.of(Dim.of(0), Dim.of(0), Dim.of(from)),
            List.of(Dim.of(LENGTH), Dim.of(1), Dim.of(to)),
            List.of(1, 1, 1)));
  }
}
