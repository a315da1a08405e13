package dev.netc.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times contenders in turn, so that a busy machine is as bad for one as for the other. */
final class Rounds {
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
      round(contender, 4 * nanosInRound);
      round(contender, 4 * nanosInRound);
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
