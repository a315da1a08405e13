package dev.netc.training;

import dev.netc.frontend.DataSpec;

/**
 * Single handwritten digits, of which pictures are put together.
 *
 * @param images [count, rows, columns], a byte a pixel
 * @param labels [count]
 */
record Digits(IdxFile images, IdxFile labels) {
  int count() {
    return images.extent(0);
  }

  int rows() {
    return images.extent(1);
  }

  int columns() {
    return images.extent(2);
  }

  int label(int digit) {
    return labels.data()[digit] & 0xff;
  }

  /**
   * Draws a digit over what is there, from 0 to 1; where two meet the brighter pixel stays.
   *
   * @param corner the index of its upper left pixel
   * @param stride pixels in a line of the picture
   * @param width the columns that there is room for
   */
  void draw(int digit, float[] pixels, int corner, int stride, int width) {
    for (int y = 0; y < rows(); y++) {
      for (int x = 0; x < Math.min(columns(), width); x++) {
        float pixel = (images.data()[(digit * rows() + y) * columns() + x] & 0xff) / 255f;
        int at = corner + y * stride + x;
        pixels[at] = Math.max(pixels[at], pixel);
      }
    }
  }

  /**
   * How many pictures an option of the data line wants.
   *
   * @throws TrainingException if it is no integer of at least 1
   */
  static int wanted(DataSpec spec, String option, int otherwise) {
    Object given = spec.options().getOrDefault(option, (long) otherwise);
    if (given instanceof Long count && count >= 1 && count <= Integer.MAX_VALUE) {
      return Math.toIntExact(count);
    }
    throw new TrainingException("`" + option + "` is an integer of at least 1, not " + given);
  }
}
