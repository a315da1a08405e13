package http;

import java.awt.image.BufferedImage;

/**
 * What is drawn in a picture, placed as the digits of MNIST are: 28 by 28 pixels from 0 (paper) to
 * 1 (ink), the digit 20 pixels long at most, its centre of mass in the middle (Yann LeCun, Corinna
 * Cortes, Christopher Burges: The MNIST database of handwritten digits).
 */
final class Ink {
  private static final int SIZE = 28;
  private static final int LONGEST = 20;
  private static final float LEAST = 0.1f;

  private final int width;
  private final int height;
  private final float[] grey;

  private Ink(int width, int height, float[] grey) {
    this.width = width;
    this.height = height;
    this.grey = grey;
  }

  /**
   * The pixels, row by row.
   *
   * @param picture of any size, dark on light or light on dark
   * @throws IllegalArgumentException if nothing is drawn
   */
  static float[] pixels(BufferedImage picture) {
    return of(picture).cropped().scaled().centred();
  }

  private static Ink of(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    float[] light = new float[width * height];
    float border = 0;
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        light[y * width + x] = light(picture.getRGB(x, y));
        if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
          border += light[y * width + x];
          count++;
        }
      }
    }
    boolean darkOnLight = border / count > 0.5f;
    for (int i = 0; darkOnLight && i < light.length; i++) {
      light[i] = 1 - light[i];
    }
    return new Ink(width, height, light);
  }

  /** From 0 (black) to 1 (white); what is transparent is white. */
  private static float light(int argb) {
    float alpha = (argb >>> 24) / 255f;
    float light = 0.299f * (argb >> 16 & 255) + 0.587f * (argb >> 8 & 255) + 0.114f * (argb & 255);
    return alpha * light / 255 + 1 - alpha;
  }

  private float at(int x, int y) {
    return grey[y * width + x];
  }

  private Ink cropped() {
    int left = width;
    int top = height;
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (at(x, y) > LEAST) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    if (right < 0) {
      throw new IllegalArgumentException("nothing is drawn in this picture");
    }
    int newWidth = right - left + 1;
    float[] part = new float[newWidth * (bottom - top + 1)];
    for (int i = 0; i < part.length; i++) {
      part[i] = at(left + i % newWidth, top + i / newWidth);
    }
    return new Ink(newWidth, bottom - top + 1, part);
  }

  /** Each pixel the mean of those that it covers. */
  private Ink scaled() {
    float scale = (float) LONGEST / Math.max(width, height);
    int newWidth = Math.max(1, Math.round(width * scale));
    int newHeight = Math.max(1, Math.round(height * scale));
    float[] means = new float[newWidth * newHeight];
    for (int i = 0; i < means.length; i++) {
      int x = i % newWidth;
      int y = i / newWidth;
      means[i] =
          mean(
              x * width / newWidth,
              Math.ceilDiv((x + 1) * width, newWidth),
              y * height / newHeight,
              Math.ceilDiv((y + 1) * height, newHeight));
    }
    return new Ink(newWidth, newHeight, means);
  }

  private float mean(int left, int right, int top, int bottom) {
    float sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += at(x, y);
      }
    }
    return sum / ((right - left) * (bottom - top));
  }

  private float[] centred() {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < grey.length; i++) {
      sum += grey[i];
      sumX += grey[i] * (i % width + 0.5);
      sumY += grey[i] * (i / width + 0.5);
    }
    int left = within(SIZE / 2.0 - sumX / sum, width);
    int top = within(SIZE / 2.0 - sumY / sum, height);
    float[] pixels = new float[SIZE * SIZE];
    for (int i = 0; i < grey.length; i++) {
      pixels[(top + i / width) * SIZE + left + i % width] = grey[i];
    }
    return pixels;
  }

  /** The nearest place where all fits. */
  private static int within(double place, int length) {
    return Math.clamp(Math.round(place), 0, SIZE - length);
  }
}
