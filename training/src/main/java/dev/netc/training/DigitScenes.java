package dev.netc.training;

import dev.netc.frontend.DataSpec;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pictures of two handwritten digits each: {@code digit_scenes("mnist", scenes = 10000, tests =
 * 1000)}. Scenes to train on are of the digits to train on, those to be tested on of the others. An
 * example is a picture [1, 64, 64] from 0 to 1, the boxes [2, 4] of the digits as (x1, y1, x2, y2)
 * in pixels, and what they are [2]. The digits overlap by less than a third.
 */
final class DigitScenes {
  private static final int SIDE = 64;
  private static final int DIGITS = 2;
  private static final int CORNERS = 4;
  private static final int SCENES = 10_000;
  private static final int TESTS = 1_000;

  private final Digits digits;
  private final SplittableRandom random;

  private DigitScenes(Digits digits, long seed) {
    this.digits = digits;
    this.random = new SplittableRandom(seed);
    if (digits.rows() > SIDE / 2 || digits.columns() > SIDE / 2) {
      throw new TrainingException(
          "digit_scenes takes digits of at most %d x %d pixels, not %d x %d"
              .formatted(SIDE / 2, SIDE / 2, digits.rows(), digits.columns()));
    }
  }

  static DataSet compose(Digits train, Digits test, DataSpec spec) {
    return new DataSet(
        "scenes of digits",
        new DigitScenes(train, 3).scenes(Digits.wanted(spec, "scenes", SCENES)),
        new DigitScenes(test, 4).scenes(Digits.wanted(spec, "tests", TESTS)));
  }

  private Examples scenes(int count) {
    int rows = digits.rows();
    int columns = digits.columns();
    float[] pixels = new float[Math.multiplyExact(count, SIDE * SIDE)];
    float[] boxes = new float[count * DIGITS * CORNERS];
    int[] classes = new int[count * DIGITS];
    for (int scene = 0; scene < count; scene++) {
      int[] lefts = {random.nextInt(SIDE - columns + 1), 0};
      int[] tops = {random.nextInt(SIDE - rows + 1), 0};
      do {
        lefts[1] = random.nextInt(SIDE - columns + 1);
        tops[1] = random.nextInt(SIDE - rows + 1);
      } while (3 * common(lefts, columns) * common(tops, rows) >= rows * columns);
      for (int i = 0; i < DIGITS; i++) {
        int digit = random.nextInt(digits.count());
        int at = scene * DIGITS + i;
        classes[at] = digits.label(digit);
        float[] box = {lefts[i], tops[i], lefts[i] + columns, tops[i] + rows};
        System.arraycopy(box, 0, boxes, at * CORNERS, CORNERS);
        digits.draw(digit, pixels, (scene * SIDE + tops[i]) * SIDE + lefts[i], SIDE, SIDE);
      }
    }
    return new Examples(
        count,
        List.of(
            Tensor.of(pixels, count, 1, SIDE, SIDE),
            Tensor.of(boxes, count, DIGITS, CORNERS),
            new Tensor(ElementType.I32, List.of(count, DIGITS), classes)));
  }

  /** What two stretches of one length have in common. */
  private static int common(int[] starts, int length) {
    return Math.max(0, length - Math.abs(starts[0] - starts[1]));
  }
}
