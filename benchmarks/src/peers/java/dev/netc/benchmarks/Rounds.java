package dev.netc.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times contenders in turn, so that a busy machine is as bad for one as for the other. */
final class Rounds {
  private static final long LONGEST_WARM_UP = 15_000_000_000L;
  private static final double SAME = 0.98;

  private final int rounds;
  private final long nanosInRound;

  Rounds(int rounds, long millisInRound) {
    this.rounds = rounds;
    this.nanosInRound = millisInRound * 1_000_000;
  }

  /**
   * Milliseconds for one run.
   *
   * @param low the lower quartile of rounds
   * @param high the upper quartile
   */
  record Time(double median, double low, double high) {}

  List<Time> measure(List<Contender> contenders) throws Exception {
    double[][] times = new double[contenders.size()][rounds];
    for (Contender contender : contenders) {
      warm(contender);
    }
    for (int r = 0; r < rounds; r++) {
      for (int c = 0; c < contenders.size(); c++) {
        times[c][r] = round(contenders.get(c), nanosInRound);
      }
    }
    List<Time> result = new ArrayList<>();
    for (double[] of : times) {
      Arrays.sort(of);
      result.add(new Time(of[rounds / 2], of[rounds / 4], of[rounds * 3 / 4]));
    }
    return result;
  }

  /** Runs until three rounds in a row are no faster than what was seen before, the JIT's work. */
  private void warm(Contender contender) throws Exception {
    long end = System.nanoTime() + LONGEST_WARM_UP;
    double best = Double.POSITIVE_INFINITY;
    int settled = 0;
    while (settled < 3 && System.nanoTime() < end) {
      double time = round(contender, 2 * nanosInRound);
      settled = time > SAME * best ? settled + 1 : 0;
      best = Math.min(best, time);
    }
  }

  /** The milliseconds of one run among those of a while. */
  private static double round(Contender contender, long nanos) throws Exception {
    long start = System.nanoTime();
    long runs = 0;
    long now = start;
    while (now - start < nanos) {
      contender.run();
      runs++;
      now = System.nanoTime();
    }
    return (now - start) / 1e6 / runs;
  }
}
