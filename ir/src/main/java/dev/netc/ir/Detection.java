package dev.netc.ir;

import java.util.List;

/**
 * Operators on boxes (x1, y1, x2, y2), whose corners are in pixels of the original image. No
 * gradient flows to boxes.
 */
public sealed interface Detection extends Op {
  /**
   * How a region of interest is cut into cells.
   *
   * @param height cells along y
   * @param width cells along x
   * @param scale pixels of the features for one pixel of the original image
   * @param samples points along each side of a cell at which features are read; 0 for as many as
   *     the cell has pixels
   * @param aligned whether pixel i covers i to i + 1, its centre being at i + 0.5
   */
  record Grid(int height, int width, double scale, int samples, boolean aligned) {
    public Grid {
      Rules.require(height > 0 && width > 0, "a region of %d by %d cells", height, width);
      Rules.require(scale > 0, "a scale of %s", scale);
      Rules.require(samples >= 0, "%d samples", samples);
    }
  }

  /**
   * The means of features at points within the cells of regions, interpolated linearly (He et al.
   * 2017), as torchvision computes them: [N, C, H, W] and K regions make [K, C, height, width].
   *
   * @param boxes [K, 4]
   * @param image [K] of i32, the image of each region, from 0; others are clamped to the images
   *     there are
   */
  record RoiAlign(Value x, Value boxes, Value image, Grid grid) implements Detection {
    @Override
    public List<Value> operands() {
      return List.of(x, boxes, image);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new RoiAlign(o.get(0), o.get(1), o.get(2), grid);
    }

    @Override
    public Type infer() {
      return cells("roi_align", x, boxes, image, grid);
    }
  }

  /** The transpose of {@link RoiAlign}, which is linear in the features. */
  record RoiAlignGradient(Value dy, Value boxes, Value image, Grid grid, Shape shape)
      implements Detection {
    @Override
    public List<Value> operands() {
      return List.of(dy, boxes, image);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new RoiAlignGradient(o.get(0), o.get(1), o.get(2), grid, shape);
    }

    @Override
    public Type infer() {
      Rules.rank("roi_align_gradient", dy, 4);
      Rules.require(shape.rank() == 4, "roi_align_gradient makes images, not %s", shape);
      Dim regions = regions("roi_align_gradient", dy, boxes, image);
      Shape expected =
          new Shape(List.of(regions, shape.dim(1), Dim.of(grid.height()), Dim.of(grid.width())));
      Rules.require(
          dy.shape().equals(expected), "roi_align_gradient of %s, not %s", dy.tensor(), expected);
      return dy.tensor().withShape(shape);
    }
  }

  /**
   * Where the largest feature of each cell is, for pooling over regions whose corners are rounded
   * to pixels, halves up (Girshick 2015): i32 indices into the features, [K, C, height, width], -1
   * for cells without a pixel. {@code samples} and {@code aligned} of the grid mean nothing.
   */
  record RoiArgMax(Value x, Value boxes, Value image, Grid grid) implements Detection {
    @Override
    public List<Value> operands() {
      return List.of(x, boxes, image);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new RoiArgMax(o.get(0), o.get(1), o.get(2), grid);
    }

    @Override
    public Type infer() {
      return cells("roi_argmax", x, boxes, image, grid).withDType(DType.I32);
    }
  }

  /**
   * Which boxes stay, [..., n] of bool, when each box that stays, in the order given, removes those
   * after it whose intersection over union with it is above {@code threshold}.
   *
   * @param boxes [..., n, 4]
   */
  record Suppress(Value boxes, double threshold) implements Detection {
    @Override
    public List<Value> operands() {
      return List.of(boxes);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Suppress(o.get(0), threshold);
    }

    @Override
    public Type infer() {
      int rank = boxes.tensor().rank();
      Rules.require(
          boxes.dtype().isFloat() && rank >= 2 && boxes.shape().dim(rank - 1).equals(Dim.of(4)),
          "suppress takes boxes [..., n, 4], not %s",
          boxes.tensor());
      return new TensorType(DType.BOOL, boxes.shape().without(List.of(rank - 1)));
    }
  }

  private static TensorType cells(String operator, Value x, Value boxes, Value image, Grid grid) {
    Rules.rank(operator, x, 4);
    Dim regions = regions(operator, x, boxes, image);
    return x.tensor()
        .withShape(
            new Shape(
                List.of(regions, x.shape().dim(1), Dim.of(grid.height()), Dim.of(grid.width()))));
  }

  /** The number of regions that boxes and images agree on. */
  private static Dim regions(String operator, Value features, Value boxes, Value image) {
    Rules.require(features.dtype().isFloat(), "%s does not take %s", operator, features.tensor());
    Rules.sameDType(operator, features, boxes);
    Rules.rank(operator, boxes, 2);
    Rules.equalDim(operator, "the numbers of a box", boxes.shape().dim(1), Dim.of(4));
    Rules.rank(operator, image, 1);
    Rules.require(
        image.dtype() == DType.I32, "%s takes i32 as images, not %s", operator, image.tensor());
    Rules.equalDim(operator, "boxes and images", boxes.shape().dim(0), image.shape().dim(0));
    return boxes.shape().dim(0);
  }
}
