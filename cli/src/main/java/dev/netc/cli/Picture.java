package dev.netc.cli;

import dev.netc.frontend.TrainingPlan;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A picture as grey values from 0 to 1. */
final class Picture {
  private static final String SHADES = " .:-=+*#%@";

  private final int height;
  private final int width;
  private final float[] grey;

  private Picture(int height, int width, float[] grey) {
    this.height = height;
    this.width = width;
    this.grey = grey;
  }

  /**
   * Reads a picture and scales it.
   *
   * @throws UserError if there is no such file or it is no picture
   */
  static Picture read(Path file, int height, int width) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("error: no such file: " + file);
    }
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new UserError("error: " + file + " cannot be read: " + e.getMessage());
    }
    if (image == null) {
      throw new UserError(
          "error: " + file + " is no picture that Java reads (PNG, JPEG, GIF, BMP)");
    }
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    float[] grey = new float[height * width];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = scaled.getRaster().getSample(i % width, i / width, 0) / 255f;
    }
    return new Picture(height, width, grey);
  }

  /** The pixels as the training's data source would give them. */
  float[] normalized(Optional<TrainingPlan> training) {
    double[] scale = scale(training);
    float[] pixels = grey.clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((pixels[i] - scale[0]) / scale[1]);
    }
    return pixels;
  }

  /** Values as the training's data source gives them, as ones from 0 to 1. */
  static float[] denormalized(float[] values, TrainingPlan training) {
    double[] scale = scale(Optional.of(training));
    float[] pixels = values.clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (pixels[i] * scale[1] + scale[0]);
    }
    return pixels;
  }

  /** Mean and deviation by which the data source normalises. */
  private static double[] scale(Optional<TrainingPlan> training) {
    Object option = training.map(t -> t.data().options().get("normalize")).orElse(null);
    return option instanceof List<?> pair
            && pair.size() == 2
            && pair.get(0) instanceof Number mean
            && pair.get(1) instanceof Number deviation
        ? new double[] {mean.doubleValue(), deviation.doubleValue()}
        : new double[] {0, 1};
  }

  /** The picture in characters, two a pixel. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        char shade = SHADES.charAt(Math.round(grey[y * width + x] * (SHADES.length() - 1)));
        text.append(shade).append(shade);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
