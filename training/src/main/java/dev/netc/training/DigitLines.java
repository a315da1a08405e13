package dev.netc.training;

import dev.netc.frontend.DataSpec;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lines of 3 to 8 handwritten digits, put together from single ones: {@code digit_lines("mnist",
 * lines = 20000, tests = 2000)}. Lines to train on are of the digits to train on, those to be
 * tested on of the others. An example is a picture [1, 32, 256] from 0 to 1, the classes [8] that
 * stand on it, digit d being class d + 1, then zeros, and how many they are.
 */
final class DigitLines {
  private static final int HEIGHT = 32;
  private static final int WIDTH = 256;
  private static final int FEWEST = 3;
  private static final int MOST = 8;

  /** The least from the left edge of a digit to that of the next; digits have empty margins. */
  private static final int PACE = 20;

  private static final int MORE_PACE = 9;
  private static final int LINES = 20_000;
  private static final int TESTS = 2_000;

  private final IdxFile images;
  private final IdxFile labels;
  private final SplittableRandom random;

  private DigitLines(IdxFile images, IdxFile labels, long seed) {
    this.images = images;
    this.labels = labels;
    this.random = new SplittableRandom(seed);
  }

  /** Single digits and what they are. */
  record Digits(IdxFile images, IdxFile labels) {}

  static DataSet compose(Digits train, Digits test, DataSpec spec) {
    return new DataSet(
        "lines of digits",
        new DigitLines(train.images(), train.labels(), 1).lines(count(spec, "lines", LINES)),
        new DigitLines(test.images(), test.labels(), 2).lines(count(spec, "tests", TESTS)));
  }

  private static int count(DataSpec spec, String option, int otherwise) {
    Object given = spec.options().getOrDefault(option, (long) otherwise);
    if (given instanceof Long count && count >= 1 && count <= Integer.MAX_VALUE) {
      return Math.toIntExact(count);
    }
    throw new TrainingException("`" + option + "` is an integer of at least 1, not " + given);
  }

  private Examples lines(int count) {
    float[] pixels = new float[Math.multiplyExact(count, HEIGHT * WIDTH)];
    int[] classes = new int[count * MOST];
    int[] lengths = new int[count];
    for (int line = 0; line < count; line++) {
      lengths[line] = random.nextInt(FEWEST, MOST + 1);
      int left = random.nextInt(MORE_PACE);
      for (int i = 0; i < lengths[line]; i++) {
        int digit = random.nextInt(images.extent(0));
        classes[line * MOST + i] = labels.data()[digit] + 1;
        draw(digit, pixels, line, left);
        left += PACE + random.nextInt(MORE_PACE);
      }
    }
    return new Examples(
        count,
        List.of(
            Tensor.of(pixels, count, 1, HEIGHT, WIDTH),
            new Tensor(ElementType.I32, List.of(count, MOST), classes),
            new Tensor(ElementType.I32, List.of(count), lengths)));
  }

  /** Draws a digit over what is there; where two meet the brighter pixel stays. */
  private void draw(int digit, float[] pixels, int line, int left) {
    int rows = images.extent(1);
    int columns = images.extent(2);
    int top = random.nextInt(HEIGHT - rows + 1);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < Math.min(columns, WIDTH - left); x++) {
        float pixel = (images.data()[(digit * rows + y) * columns + x] & 0xff) / 255f;
        int at = (line * HEIGHT + top + y) * WIDTH + left + x;
        pixels[at] = Math.max(pixels[at], pixel);
      }
    }
  }
}
