package dev.netc.training;

import java.util.SplittableRandom;

/**
 * The order of the examples in an epoch: a function of seed and epoch, so a resumed run has it too.
 */
final class Shuffle {
  private Shuffle() {}

  /** Fisher and Yates's shuffle of 0, 1, ... */
  static void fill(int[] order, long seed, long epoch) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }
}
