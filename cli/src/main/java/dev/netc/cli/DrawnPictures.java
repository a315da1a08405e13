package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.training.Weights;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures that a network makes of random numbers, side by side in one picture. */
final class DrawnPictures {
  private final Graph graph;
  private final int[] size;

  private DrawnPictures(Graph graph, int[] size) {
    this.graph = graph;
    this.size = size;
  }

  /** Whether a network makes grey pictures, or ones of three colours, of rows of numbers. */
  static boolean areMadeBy(Graph graph) {
    List<Value> inputs = graph.inputs();
    Value result = graph.outputs().getFirst().value();
    return inputs.size() == 1
        && graph.outputs().size() == 1
        && inputs.getFirst().shape().rank() == 2
        && inputs.getFirst().shape().dim(1).isConstant()
        && result.shape().rank() == 4
        && result.shape().dims().subList(1, 4).stream().allMatch(d -> d.isConstant())
        && (result.shape().dim(1).constant() == 1 || result.shape().dim(1).constant() == 3);
  }

  static DrawnPictures of(Graph graph) {
    int[] size =
        graph.outputs().getFirst().value().shape().dims().stream()
            .skip(1)
            .mapToInt(d -> Math.toIntExact(d.constant()))
            .toArray();
    return new DrawnPictures(graph, size);
  }

  /**
   * Draws {@code count} pictures from numbers of a normal distribution and writes them as a PNG.
   *
   * @param plan says how pixels were normalised
   * @throws UserError if the file cannot be written
   */
  void write(Path file, int count, long seed, Path weights, TrainingPlan plan, Team team) {
    Signature signature = Compiler.signature(graph);
    Executable network = Compiler.executable(graph, Weights.read(weights, signature), team);
    float[] numbers =
        new float[count * Math.toIntExact(graph.inputs().getFirst().shape().dim(1).constant())];
    Random random = new Random(seed);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    float[] pixels = new float[count * size[0] * size[1] * size[2]];
    network.run(new Object[] {numbers}, new int[] {count}, new Object[] {pixels});
    try {
      ImageIO.write(grid(Picture.denormalized(pixels, plan), count), "png", file.toFile());
    } catch (IOException e) {
      throw new UserError("error: " + file + " cannot be written: " + e.getMessage());
    }
  }

  private BufferedImage grid(float[] pixels, int count) {
    int columns = (int) Math.ceil(Math.sqrt(count));
    int rows = (count + columns - 1) / columns;
    int height = size[1];
    int width = size[2];
    BufferedImage image =
        new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < height * width; p++) {
        int rgb = 0;
        for (int colour = 0; colour < 3; colour++) {
          int channel = size[0] == 1 ? 0 : colour;
          float value = pixels[(i * size[0] + channel) * height * width + p];
          rgb = rgb << 8 | Math.round(255 * Math.clamp(value, 0f, 1f));
        }
        image.setRGB(i % columns * width + p % width, i / columns * height + p / width, rgb);
      }
    }
    return image;
  }
}
