package dev.netc.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * Cross-correlation in any number of spatial dimensions and its two transposes. The three are one
 * family: each is linear in each operand, and the gradients of each are the other two. Weights are
 * [out, in / groups, kernel...] in every layout, as in PyTorch.
 */
public sealed interface Convolutional extends Op {
  Window window();

  int groups();

  ImageLayout layout();

  /**
   * {@code y[n, o, p] = sum over c, k of x[n, c, p * stride + k * dilation - padLow] * w[o, c, k]}.
   */
  record Convolution(Value x, Value w, Window window, int groups, ImageLayout layout)
      implements Convolutional {
    @Override
    public List<Value> operands() {
      return List.of(x, w);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Convolution(o.get(0), o.get(1), window, groups, layout);
    }

    @Override
    public Type infer() {
      checkImage("convolution", x, window);
      checkWeights("convolution", w, window, groups);
      Rules.sameDType("convolution", x, w);
      Rules.equalDim(
          "convolution",
          "channels of the image and groups * channels of the weights",
          layout.channels(x.shape()),
          w.shape().dim(1).times(groups));
      return x.tensor()
          .withShape(
              layout.shape(
                  x.shape().dim(0), w.shape().dim(0), outputExtents(window, layout, x.shape())));
    }
  }

  /**
   * The transpose of {@link Convolution} with respect to the image: from {@code dy} the gradient of
   * an image of spatial extents {@code extents}. As a layer it is the transposed convolution.
   */
  record InputGradient(
      Value dy, Value w, Window window, int groups, ImageLayout layout, List<Dim> extents)
      implements Convolutional {
    public InputGradient {
      extents = List.copyOf(extents);
    }

    @Override
    public List<Value> operands() {
      return List.of(dy, w);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new InputGradient(o.get(0), o.get(1), window, groups, layout, extents);
    }

    @Override
    public Type infer() {
      checkImage("convolution_input_gradient", dy, window);
      checkWeights("convolution_input_gradient", w, window, groups);
      Rules.sameDType("convolution_input_gradient", dy, w);
      Rules.equalDim(
          "convolution_input_gradient",
          "channels of the cotangent and outputs of the weights",
          layout.channels(dy.shape()),
          w.shape().dim(0));
      Shape image = layout.shape(dy.shape().dim(0), w.shape().dim(1).times(groups), extents);
      Rules.require(
          outputExtents(window, layout, image).equals(layout.spatial(dy.shape())),
          "convolution_input_gradient: an image of extents %s does not give %s",
          extents,
          dy.tensor());
      return dy.tensor().withShape(image);
    }
  }

  /** The transpose of {@link Convolution} with respect to the weights. */
  record WeightGradient(Value x, Value dy, Window window, int groups, ImageLayout layout)
      implements Convolutional {
    @Override
    public List<Value> operands() {
      return List.of(x, dy);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new WeightGradient(o.get(0), o.get(1), window, groups, layout);
    }

    @Override
    public Type infer() {
      checkImage("convolution_weight_gradient", x, window);
      checkImage("convolution_weight_gradient", dy, window);
      Rules.sameDType("convolution_weight_gradient", x, dy);
      Rules.equalDim("convolution_weight_gradient", "batches", x.shape().dim(0), dy.shape().dim(0));
      Rules.require(
          outputExtents(window, layout, x.shape()).equals(layout.spatial(dy.shape())),
          "convolution_weight_gradient: the image %s does not give %s",
          x.tensor(),
          dy.tensor());
      List<Dim> dims = new ArrayList<>();
      dims.add(layout.channels(dy.shape()));
      dims.add(layout.channels(x.shape()).floorDiv(groups));
      window.kernel().forEach(k -> dims.add(Dim.of(k)));
      return x.tensor().withShape(new Shape(dims));
    }
  }

  private static void checkImage(String operator, Value image, Window window) {
    Rules.rank(operator, image, window.rank() + 2);
    Rules.require(image.dtype().isFloat(), "%s does not take %s", operator, image.tensor());
  }

  private static void checkWeights(String operator, Value w, Window window, int groups) {
    Rules.rank(operator, w, window.rank() + 2);
    for (int i = 0; i < window.rank(); i++) {
      Rules.equalDim(
          operator,
          "extents of window and weights",
          Dim.of(window.kernel().get(i)),
          w.shape().dim(i + 2));
    }
    Dim outputs = w.shape().dim(0);
    Rules.require(groups >= 1, "%s: %d groups", operator, groups);
    Rules.require(
        !outputs.isConstant() || outputs.constant() % groups == 0,
        "%s: %s outputs do not divide into %d groups",
        operator,
        outputs,
        groups);
  }

  /** The spatial extents that {@code window} makes of an image. */
  static List<Dim> outputExtents(Window window, ImageLayout layout, Shape image) {
    List<Dim> spatial = layout.spatial(image);
    List<Dim> extents = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      Dim extent = window.outputExtent(i, spatial.get(i));
      Rules.require(
          !extent.isConstant() || extent.constant() > 0,
          "a kernel of extent %d does not fit into an image of extent %s with padding %d and %d",
          (window.kernel().get(i) - 1) * window.dilation().get(i) + 1,
          spatial.get(i),
          window.padLow().get(i),
          window.padHigh().get(i));
      extents.add(extent);
    }
    return extents;
  }
}
