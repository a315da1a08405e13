package dev.netc.training;

import dev.netc.frontend.DataSpec;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Problems for networks over time, drawn at random: {@code problem("adding", steps = 100, examples
 * = 20000, tests = 1000)}.
 *
 * <ul>
 *   <li>{@code adding} (Hochreiter and Schmidhuber 1997): [steps, 2], numbers from 0 to 1 beside
 *       marks, 1 at two places and 0 elsewhere; and [1], the sum of the two marked numbers;
 *   <li>{@code copy} (Arjovsky et al. 2016): [steps + 2 symbols], with {@code symbols = 10} ten
 *       classes from 1 to 8, zeros, a 9 to say when, zeros; and as many classes, zeros and at the
 *       end the ten;
 *   <li>{@code reverse}: [steps] classes from 1 to 10; [steps], 0 and then what comes before each
 *       wanted one; and [steps], the wanted ones, which are the first from the end.
 * </ul>
 */
final class Problems {
  private static final int SYMBOLS = 8;
  private static final int DIGITS = 10;

  private final int steps;
  private final int copied;
  private final SplittableRandom random;

  private Problems(int steps, int copied, long seed) {
    this.steps = steps;
    this.copied = copied;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Draws a problem's examples, the same every time.
   *
   * @throws TrainingException if there is no such problem, or a number is out of its range
   */
  static DataSet draw(DataSpec spec) {
    String kind = spec.arguments().isEmpty() ? "" : spec.arguments().getFirst().toString();
    int steps = number(spec, "steps", 100);
    int copied = number(spec, "symbols", 10);
    return new DataSet(
        kind,
        new Problems(steps, copied, 1).examples(kind, number(spec, "examples", 20_000)),
        new Problems(steps, copied, 2).examples(kind, number(spec, "tests", 1_000)));
  }

  private static int number(DataSpec spec, String option, int otherwise) {
    Object given = spec.options().getOrDefault(option, (long) otherwise);
    if (given instanceof Long number && number >= 2 && number <= Integer.MAX_VALUE) {
      return Math.toIntExact(number);
    }
    throw new TrainingException("`" + option + "` is an integer of at least 2, not " + given);
  }

  private Examples examples(String kind, int count) {
    return switch (kind) {
      case "adding" -> adding(count);
      case "copy" -> copy(count);
      case "reverse" -> reverse(count);
      default ->
          throw new TrainingException(
              "unknown problem `" + kind + "`: there are adding, copy and reverse");
    };
  }

  private Examples adding(int count) {
    float[] sequences = new float[Math.multiplyExact(count, steps * 2)];
    float[] sums = new float[count];
    for (int n = 0; n < count; n++) {
      int first = random.nextInt(steps / 2);
      int second = random.nextInt(steps / 2, steps);
      for (int t = 0; t < steps; t++) {
        float number = (float) random.nextDouble();
        boolean marked = t == first || t == second;
        sequences[(n * steps + t) * 2] = number;
        sequences[(n * steps + t) * 2 + 1] = marked ? 1 : 0;
        sums[n] += marked ? number : 0;
      }
    }
    return new Examples(
        count, List.of(Tensor.of(sequences, count, steps, 2), Tensor.of(sums, count, 1)));
  }

  private Examples copy(int count) {
    int length = steps + 2 * copied;
    int[] given = new int[Math.multiplyExact(count, length)];
    int[] wanted = new int[given.length];
    for (int n = 0; n < count; n++) {
      int start = n * length;
      for (int i = 0; i < copied; i++) {
        given[start + i] = 1 + random.nextInt(SYMBOLS);
        wanted[start + length - copied + i] = given[start + i];
      }
      given[start + length - copied - 1] = SYMBOLS + 1;
    }
    return new Examples(count, List.of(classes(given, count), classes(wanted, count)));
  }

  private Examples reverse(int count) {
    int[] given = random.ints((long) count * steps, 1, DIGITS + 1).toArray();
    int[] wanted = new int[given.length];
    int[] before = new int[given.length];
    for (int i = 0; i < given.length; i++) {
      wanted[i] = given[i / steps * steps + steps - 1 - i % steps];
      before[i] = i % steps == 0 ? 0 : wanted[i - 1];
    }
    return new Examples(
        count, List.of(classes(given, count), classes(before, count), classes(wanted, count)));
  }

  private static Tensor classes(int[] classes, int count) {
    return new Tensor(ElementType.I32, List.of(count, classes.length / count), classes);
  }
}
