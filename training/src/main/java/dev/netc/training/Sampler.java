package dev.netc.training;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws the next token from a model's logits. */
public final class Sampler {
  private final double temperature;
  private final int topK;
  private final double topP;
  private final SplittableRandom random;

  /**
   * @param temperature what logits are divided by; 0 takes the most probable token
   * @param topK how many of the most probable tokens are drawn from; 0 for all
   * @param topP tokens are drawn from the fewest that have this probability together (nucleus
   *     sampling, Holtzman et al. 2020)
   * @throws TrainingException if one is out of its range
   */
  public Sampler(double temperature, int topK, double topP, long seed) {
    if (!(temperature >= 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
      throw new TrainingException(
          "a temperature is at least 0, top-k at least 0, top-p above 0 and at most 1, not %s, %d, %s"
              .formatted(temperature, topK, topP));
    }
    this.temperature = temperature;
    this.topK = topK;
    this.topP = topP;
    this.random = new SplittableRandom(seed);
  }

  /** A token from {@code n} logits that start at {@code from}. */
  public int draw(float[] logits, int from, int n) {
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -logits[from + i]))
            .mapToInt(i -> i)
            .toArray();
    if (temperature == 0) {
      return order[0];
    }
    int candidates = topK == 0 ? n : Math.min(topK, n);
    double[] weights = new double[candidates];
    double all = 0;
    for (int i = 0; i < candidates; i++) {
      weights[i] = Math.exp((logits[from + order[i]] - logits[from + order[0]]) / temperature);
      all += weights[i];
    }
    double kept = 0;
    int last = 0;
    while (last < candidates && (last == 0 || kept < topP * all)) {
      kept += weights[last++];
    }
    double left = random.nextDouble() * kept;
    for (int i = 0; i < last; i++) {
      left -= weights[i];
      if (left < 0) {
        return order[i];
      }
    }
    return order[last - 1];
  }
}
