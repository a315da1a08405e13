package dev.netc.ir.reference;

import dev.netc.ir.DType;
import dev.netc.ir.Detection;
import java.util.List;

/** What operators on boxes compute. */
final class DetectionMeaning {
  private DetectionMeaning() {}

  static Array of(Detection op, int[] shape, List<Array> x) {
    return switch (op) {
      case Detection.RoiAlign r -> align(r.grid(), shape, x.get(0), x.get(1), x.get(2));
      case Detection.RoiAlignGradient r -> spread(r.grid(), shape, x.get(0), x.get(1), x.get(2));
      case Detection.RoiArgMax r -> argmax(r.grid(), shape, x.get(0), x.get(1), x.get(2));
      case Detection.Suppress s -> suppress(s.threshold(), x.get(0), shape);
    };
  }

  private static Array align(Detection.Grid grid, int[] shape, Array x, Array boxes, Array image) {
    return Array.fill(
        x.dtype(),
        shape,
        o -> {
          int[] i = Array.index(shape, o);
          double[] sum = {0};
          cell(grid, boxes, i, x.extent(2), x.extent(3))
              .each((y, k, weight) -> sum[0] += weight * x.at(image(image, i[0], x), i[1], y, k));
          return sum[0];
        });
  }

  private static Array spread(
      Detection.Grid grid, int[] shape, Array dy, Array boxes, Array image) {
    double[] dx = new double[Array.size(shape)];
    Array like = Array.of(dy.dtype(), shape, dx);
    for (int o = 0; o < dy.size(); o++) {
      int[] i = Array.index(dy.shape(), o);
      double d = dy.get(o);
      int n = image(image, i[0], like);
      cell(grid, boxes, i, shape[2], shape[3])
          .each((y, k, weight) -> dx[Array.offset(shape, new int[] {n, i[1], y, k})] += weight * d);
    }
    return Array.of(dy.dtype(), shape, dx);
  }

  private static int image(Array image, int region, Array x) {
    return (int) Math.max(0, Math.min(x.extent(0) - 1, image.get(region)));
  }

  private static RoiCell cell(
      Detection.Grid grid, Array boxes, int[] index, int height, int width) {
    return new RoiCell(
        RoiCell.Side.of(
            grid, boxes.at(index[0], 1), boxes.at(index[0], 3), grid.height(), index[2], height),
        RoiCell.Side.of(
            grid, boxes.at(index[0], 0), boxes.at(index[0], 2), grid.width(), index[3], width));
  }

  private static Array argmax(Detection.Grid grid, int[] shape, Array x, Array boxes, Array image) {
    return Array.fill(
        DType.I32,
        shape,
        o -> {
          int[] i = Array.index(shape, o);
          int[] rows =
              pixels(grid, boxes.at(i[0], 1), boxes.at(i[0], 3), grid.height(), i[2], x.extent(2));
          int[] columns =
              pixels(grid, boxes.at(i[0], 0), boxes.at(i[0], 2), grid.width(), i[3], x.extent(3));
          double largest = Double.NEGATIVE_INFINITY;
          int best = -1;
          for (int y = rows[0]; y < rows[1]; y++) {
            for (int k = columns[0]; k < columns[1]; k++) {
              int at = Array.offset(x.shape(), new int[] {image(image, i[0], x), i[1], y, k});
              if (best < 0 || x.get(at) > largest) {
                largest = x.get(at);
                best = at;
              }
            }
          }
          return best;
        });
  }

  /** The first pixel of a cell along one axis, and the one after the last. */
  private static int[] pixels(
      Detection.Grid grid, double low, double high, int cells, int cell, int extent) {
    double start = nearest(low * grid.scale());
    double side = Math.max(nearest(high * grid.scale()) - start + 1, 1) / cells;
    return new int[] {
      (int) Math.max(0, Math.min(extent, Math.floor(cell * side) + start)),
      (int) Math.max(0, Math.min(extent, Math.ceil((cell + 1) * side) + start))
    };
  }

  /** To the nearest integer, halves up. */
  private static double nearest(double x) {
    return Math.floor(x + 0.5);
  }

  private static Array suppress(double threshold, Array boxes, int[] shape) {
    int n = shape[shape.length - 1];
    double[] keep = new double[Array.size(shape)];
    for (int i = 0; i < keep.length; i++) {
      keep[i] = 1;
      for (int j = i - i % n; j < i; j++) {
        if (keep[j] != 0 && overlap(boxes, i, j) > threshold) {
          keep[i] = 0;
        }
      }
    }
    return Array.of(DType.BOOL, shape, keep);
  }

  private static double overlap(Array boxes, int i, int j) {
    double common = common(boxes, i, j, 0) * common(boxes, i, j, 1);
    return common / (area(boxes, i) + area(boxes, j) - common);
  }

  private static double common(Array boxes, int i, int j, int axis) {
    double low = Math.max(boxes.get(4 * i + axis), boxes.get(4 * j + axis));
    double high = Math.min(boxes.get(4 * i + axis + 2), boxes.get(4 * j + axis + 2));
    return Math.max(0, high - low);
  }

  private static double area(Array boxes, int i) {
    return (boxes.get(4 * i + 2) - boxes.get(4 * i))
        * (boxes.get(4 * i + 3) - boxes.get(4 * i + 1));
  }
}
