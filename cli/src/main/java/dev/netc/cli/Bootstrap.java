package dev.netc.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * How sure a number is that was found from a sample: the interval in which 95 of 100 lie that the
 * sample gives when it is drawn again from itself (Efron 1979).
 *
 * @param low its lower end
 * @param high its upper end
 */
record Bootstrap(double low, double high) {
  private static final int RESAMPLES = 2000;
  private static final long SEED = 1;

  /**
   * The interval of a number.
   *
   * @param sample of at least one
   * @param number finds the number from a sample, whose array it may change
   */
  static Bootstrap of(List<Double> sample, ToDoubleFunction<double[]> number) {
    Random random = new Random(SEED);
    double[] drawn = new double[sample.size()];
    double[] numbers = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = sample.get(random.nextInt(sample.size()));
      }
      numbers[r] = number.applyAsDouble(drawn);
    }
    Arrays.sort(numbers);
    return new Bootstrap(numbers[RESAMPLES / 40], numbers[RESAMPLES - 1 - RESAMPLES / 40]);
  }

  /** The middle of a sample, which is sorted by this. */
  static double median(double[] sample) {
    Arrays.sort(sample);
    int half = sample.length / 2;
    return sample.length % 2 == 1 ? sample[half] : (sample[half - 1] + sample[half]) / 2;
  }

  static double median(List<Double> sample) {
    return median(sample.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static double mean(List<Double> sample) {
    return sample.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  static double mean(double[] sample) {
    return Arrays.stream(sample).average().orElse(Double.NaN);
  }
}
