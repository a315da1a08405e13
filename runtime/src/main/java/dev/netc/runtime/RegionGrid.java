package dev.netc.runtime;

/**
 * How regions of images are cut into cells.
 *
 * @param height cells along y
 * @param width cells along x
 * @param scale pixels of the features for one pixel of the original image
 * @param samples points along each side of a cell; 0 for as many as it has pixels
 * @param aligned whether the centre of pixel i is at i + 0.5
 */
public record RegionGrid(int height, int width, double scale, int samples, boolean aligned) {
  /**
   * The weights of pixels in the means of cells along one axis, of points that are interpolated
   * linearly.
   *
   * @param low the corner of the region
   * @param high the corner opposite to it
   * @param weights where the weights go, {@code extent} for each cell
   * @param spans where the first pixel that counts and the one after the last go, for each cell
   */
  void weigh(double low, double high, int cells, int extent, float[] weights, int[] spans) {
    double shift = aligned ? 0.5 : 0;
    double start = low * scale - shift;
    double length = high * scale - shift - start;
    double side = (aligned ? length : Math.max(length, 1)) / cells;
    int points = samples > 0 ? samples : (int) Math.ceil(side);
    java.util.Arrays.fill(weights, 0, cells * extent, 0);
    for (int cell = 0; cell < cells; cell++) {
      spans[2 * cell] = extent;
      spans[2 * cell + 1] = 0;
      for (int i = 0; i < points; i++) {
        double at = start + cell * side + (i + 0.5) * side / points;
        if (at >= -1 && at <= extent) {
          point(Math.max(0, at), 1.0 / points, extent, weights, spans, cell);
        }
      }
    }
  }

  private static void point(
      double at, double weight, int extent, float[] weights, int[] spans, int cell) {
    int low = Math.min((int) at, extent - 1);
    int high = Math.min(low + 1, extent - 1);
    double part = low == high ? 0 : at - low;
    weights[cell * extent + low] += (float) (weight * (1 - part));
    weights[cell * extent + high] += (float) (weight * part);
    spans[2 * cell] = Math.min(spans[2 * cell], low);
    spans[2 * cell + 1] = Math.max(spans[2 * cell + 1], high + 1);
  }

  /**
   * The pixels of a cell of a region whose corners are rounded to pixels, along one axis: the first
   * in the high half of the result, the one after the last in the low half.
   */
  long pixels(double low, double high, int cells, int cell, int extent) {
    double start = nearest(low * scale);
    double side = Math.max(nearest(high * scale) - start + 1, 1) / cells;
    return (long) clamp(Math.floor(cell * side) + start, extent) << 32
        | clamp(Math.ceil((cell + 1) * side) + start, extent);
  }

  /** To the nearest integer, halves up. */
  private static double nearest(double x) {
    return Math.floor(x + 0.5);
  }

  private static int clamp(double at, int extent) {
    return (int) Math.max(0, Math.min(extent, at));
  }
}
