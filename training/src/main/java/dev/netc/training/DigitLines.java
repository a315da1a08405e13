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

  private final Digits digits;
  private final SplittableRandom random;

  private DigitLines(Digits digits, long seed) {
    this.digits = digits;
    this.random = new SplittableRandom(seed);
  }

  static DataSet compose(Digits train, Digits test, DataSpec spec) {
    return new DataSet(
        "lines of digits",
        new DigitLines(train, 1).lines(Digits.wanted(spec, "lines", LINES)),
        new DigitLines(test, 2).lines(Digits.wanted(spec, "tests", TESTS)));
  }

  private Examples lines(int count) {
    float[] pixels = new float[Math.multiplyExact(count, HEIGHT * WIDTH)];
    int[] classes = new int[count * MOST];
    int[] lengths = new int[count];
    for (int line = 0; line < count; line++) {
      lengths[line] = random.nextInt(FEWEST, MOST + 1);
      int left = random.nextInt(MORE_PACE);
      for (int i = 0; i < lengths[line]; i++) {
        int digit = random.nextInt(digits.count());
        classes[line * MOST + i] = digits.label(digit) + 1;
        int top = random.nextInt(HEIGHT - digits.rows() + 1);
        digits.draw(digit, pixels, (line * HEIGHT + top) * WIDTH + left, WIDTH, WIDTH - left);
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
}
