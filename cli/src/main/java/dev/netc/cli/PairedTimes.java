package dev.netc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The times of two pieces of work that ran in turn, so that a busy machine is as bad for one as for
 * the other.
 *
 * @param a milliseconds for one run, the median of each round
 * @param b the same, of rounds right before or after those of {@code a}
 */
record PairedTimes(List<Double> a, List<Double> b) {
  private static final double ROUND_MS = 20;
  private static final int MOST_RUNS = 10_000;
  private static final int LEAST_ROUNDS = 10;
  private static final int MOST_ROUNDS = 1000;

  PairedTimes {
    a = List.copyOf(a);
    b = List.copyOf(b);
  }

  /** Warms both up, then measures for some seconds. */
  static PairedTimes of(Runnable a, Runnable b, double seconds) {
    Timing.warm(a);
    Timing.warm(b);
    int runsOfA = runs(a);
    int runsOfB = runs(b);
    List<Double> timesOfA = new ArrayList<>();
    List<Double> timesOfB = new ArrayList<>();
    long end = System.nanoTime() + (long) (1e9 * seconds);
    while (timesOfA.size() < LEAST_ROUNDS
        || (System.nanoTime() < end && timesOfA.size() < MOST_ROUNDS)) {
      // Who goes first changes, so that neither always follows the other's garbage and heat.
      boolean aFirst = timesOfA.size() % 2 == 0;
      if (aFirst) {
        timesOfA.add(round(a, runsOfA));
      }
      timesOfB.add(round(b, runsOfB));
      if (!aFirst) {
        timesOfA.add(round(a, runsOfA));
      }
    }
    return new PairedTimes(timesOfA, timesOfB);
  }

  private static int runs(Runnable work) {
    return (int) Math.clamp(ROUND_MS / Math.max(1e-6, Timing.time(work)), 1, MOST_RUNS);
  }

  /** The median, so that a run in which the machine did something else does not count. */
  private static double round(Runnable work, int runs) {
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      times[i] = Timing.time(work);
    }
    return Bootstrap.median(times);
  }

  /** How many times as long {@code b} takes as {@code a}, in each round. */
  List<Double> ratios() {
    return IntStream.range(0, a.size()).mapToObj(i -> b.get(i) / a.get(i)).toList();
  }

  double ratio() {
    return Bootstrap.median(ratios());
  }

  Bootstrap interval() {
    return Bootstrap.of(ratios(), Bootstrap::median);
  }
}
