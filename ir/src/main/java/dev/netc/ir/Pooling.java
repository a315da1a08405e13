package dev.netc.ir;

import java.util.List;

/**
 * Reductions over sliding windows of an image. Padding takes no part in a maximum and is 0 in a
 * sum. Of equal maxima the first in row-major order of the window counts, as in PyTorch.
 */
public sealed interface Pooling extends Op {
  Window window();

  ImageLayout layout();

  /** The maximum of each window. */
  record MaxPool(Value x, Window window, ImageLayout layout) implements Pooling {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new MaxPool(o.get(0), window, layout);
    }

    @Override
    public Type infer() {
      return pooled("max_pool", x, window, layout);
    }
  }

  /**
   * The transpose of {@link MaxPoolSelect}: adds each element of {@code dy} where its window has
   * its maximum of x.
   */
  record MaxPoolGradient(Value x, Value dy, Window window, ImageLayout layout) implements Pooling {
    @Override
    public List<Value> operands() {
      return List.of(x, dy);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new MaxPoolGradient(o.get(0), o.get(1), window, layout);
    }

    @Override
    public Type infer() {
      Rules.sameDType("max_pool_gradient", x, dy);
      TensorType expected = pooled("max_pool_gradient", x, window, layout);
      Rules.require(
          dy.tensor().equals(expected),
          "max_pool_gradient: the cotangent is %s, not %s",
          dy.tensor(),
          expected);
      return x.tensor();
    }
  }

  /**
   * For each window the element of {@code v} where x has its maximum; {@code v} is of x's shape.
   */
  record MaxPoolSelect(Value x, Value v, Window window, ImageLayout layout) implements Pooling {
    @Override
    public List<Value> operands() {
      return List.of(x, v);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new MaxPoolSelect(o.get(0), o.get(1), window, layout);
    }

    @Override
    public Type infer() {
      Rules.require(
          x.tensor().equals(v.tensor()),
          "max_pool_select: %s and %s differ",
          x.tensor(),
          v.tensor());
      return pooled("max_pool_select", x, window, layout);
    }
  }

  /** The sum of each window. */
  record SumPool(Value x, Window window, ImageLayout layout) implements Pooling {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new SumPool(o.get(0), window, layout);
    }

    @Override
    public Type infer() {
      return pooled("sum_pool", x, window, layout);
    }
  }

  /** The transpose of {@link SumPool}, for an image of spatial extents {@code extents}. */
  record SumPoolGradient(Value dy, Window window, ImageLayout layout, List<Dim> extents)
      implements Pooling {
    public SumPoolGradient {
      extents = List.copyOf(extents);
    }

    @Override
    public List<Value> operands() {
      return List.of(dy);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new SumPoolGradient(o.get(0), window, layout, extents);
    }

    @Override
    public Type infer() {
      Rules.rank("sum_pool_gradient", dy, window.rank() + 2);
      Shape image = layout.shape(dy.shape().dim(0), layout.channels(dy.shape()), extents);
      Rules.require(
          Convolutional.outputExtents(window, layout, image).equals(layout.spatial(dy.shape())),
          "sum_pool_gradient: an image of extents %s does not give %s",
          extents,
          dy.tensor());
      return dy.tensor().withShape(image);
    }
  }

  private static TensorType pooled(String operator, Value x, Window window, ImageLayout layout) {
    Rules.rank(operator, x, window.rank() + 2);
    Rules.require(x.dtype().isFloat(), "%s does not take %s", operator, x.tensor());
    return x.tensor()
        .withShape(
            layout.shape(
                x.shape().dim(0),
                layout.channels(x.shape()),
                Convolutional.outputExtents(window, layout, x.shape())));
  }
}
