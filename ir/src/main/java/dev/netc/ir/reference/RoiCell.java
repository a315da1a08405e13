package dev.netc.ir.reference;

import dev.netc.ir.Detection;

/** The weights of the pixels in the mean of one cell of a region: those of its rows and columns. */
record RoiCell(Side rows, Side columns) {
  /** A pixel and its weight. */
  @FunctionalInterface
  interface Pixel {
    void visit(int y, int x, double weight);
  }

  /** Calls {@code pixel} for each pixel that counts. */
  void each(Pixel pixel) {
    for (int y = 0; y < rows.weights.length; y++) {
      for (int x = 0; x < columns.weights.length; x++) {
        double weight = rows.weights[y] * columns.weights[x];
        if (weight != 0) {
          pixel.visit(y, x, weight);
        }
      }
    }
  }

  /** The weights along one axis, one for each pixel. */
  static final class Side {
    private final double[] weights;

    private Side(double[] weights) {
      this.weights = weights;
    }

    /**
     * The cell number {@code cell} of {@code cells} between two corners, of an image of {@code
     * extent} pixels.
     */
    static Side of(Detection.Grid grid, double low, double high, int cells, int cell, int extent) {
      double shift = grid.aligned() ? 0.5 : 0;
      double start = low * grid.scale() - shift;
      double length = high * grid.scale() - shift - start;
      if (!grid.aligned()) {
        length = Math.max(length, 1);
      }
      double side = length / cells;
      int samples = grid.samples() > 0 ? grid.samples() : (int) Math.ceil(side);
      double[] weights = new double[extent];
      for (int i = 0; i < samples; i++) {
        point(weights, start + cell * side + (i + 0.5) * side / samples, 1.0 / samples);
      }
      return new Side(weights);
    }

    /**
     * Divides the weight of a point among its neighbours; one more than a pixel outside has none.
     */
    private static void point(double[] weights, double at, double weight) {
      int last = weights.length - 1;
      if (at < -1 || at > weights.length) {
        return;
      }
      double inside = Math.max(0, at);
      int low = (int) inside;
      if (low >= last) {
        weights[last] += weight;
      } else {
        weights[low] += weight * (1 - (inside - low));
        weights[low + 1] += weight * (inside - low);
      }
    }
  }
}
