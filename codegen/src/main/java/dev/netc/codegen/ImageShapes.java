package dev.netc.codegen;

import dev.netc.ir.Convolutional;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Pooling;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;

/**
 * The shapes between which a window slides; of an operation and of its gradients alike.
 *
 * @param image what the window slides over
 * @param result what it makes
 */
record ImageShapes(Shape image, Shape result) {
  /**
   * The shapes of a convolution or of one of its gradients.
   *
   * @throws CodegenException if there are no kernels for them
   */
  static ImageShapes of(Value value, Convolutional op) {
    ImageShapes shapes =
        switch (op) {
          case Convolutional.Convolution c -> new ImageShapes(c.x().shape(), value.shape());
          case Convolutional.InputGradient g -> new ImageShapes(value.shape(), g.dy().shape());
          case Convolutional.WeightGradient g -> new ImageShapes(g.x().shape(), g.dy().shape());
        };
    shapes.check(value);
    return shapes;
  }

  /**
   * The shapes of a pooling or of its gradient.
   *
   * @throws CodegenException if there are no kernels for them
   */
  static ImageShapes of(Value value, Pooling op) {
    ImageShapes shapes =
        switch (op) {
          case Pooling.MaxPool p -> new ImageShapes(p.x().shape(), value.shape());
          case Pooling.MaxPoolSelect p -> new ImageShapes(p.x().shape(), value.shape());
          case Pooling.SumPool p -> new ImageShapes(p.x().shape(), value.shape());
          case Pooling.MaxPoolGradient p -> new ImageShapes(value.shape(), p.dy().shape());
          case Pooling.SumPoolGradient p -> new ImageShapes(value.shape(), p.dy().shape());
        };
    shapes.check(value);
    return shapes;
  }

  private void check(Value value) {
    if (value.dtype() != DType.F32) {
      throw CodegenException.notCompiled(value, "of " + value.dtype());
    }
    boolean known =
        image.dims().stream().skip(1).allMatch(Dim::isConstant)
            && result.dims().stream().skip(1).allMatch(Dim::isConstant);
    if (!known) {
      throw CodegenException.notCompiled(value, "of " + image + ", whose extents are not known,");
    }
  }
}
