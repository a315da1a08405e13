package dev.netc.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The times of two pieces of work that ran in turn, so that a busy machine is as bad for one as for
 * the other.
 */
final class PairedTimes {
  private static final double ROUND_MS = 20;
  private static final int LEAST_ROUNDS = 10;
  private static final int MOST_ROUNDS = 1000;

  private final double[] a;
  private final double[] b;

  /**
   * @param a milliseconds for one run, a mean for each round
   * @param b the same, of rounds right before or after those of {@code a}
   */
  PairedTimes(double[] a, double[] b) {
    this.a = a;
    this.b = b;
  }

  double[] a() {
    return a;
  }

  double[] b() {
    return b;
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
    return new PairedTimes(array(timesOfA), array(timesOfB));
  }

  private static int runs(Runnable work) {
    return (int) Math.clamp(ROUND_MS / Math.max(1e-6, Timing.time(work)), 1, 1_000_000);
  }

  private static double round(Runnable work, int runs) {
    return Timing.time(
            () -> {
              for (int i = 0; i < runs; i++) {
                work.run();
              }
            })
        / runs;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** How many times as long {@code b} takes as {@code a}, in each round. */
  double[] ratios() {
    double[] ratios = new double[a.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = b[i] / a[i];
    }
    return ratios;
  }

  double ratio() {
    return Bootstrap.median(ratios());
  }

  Bootstrap interval() {
    return Bootstrap.of(ratios(), Bootstrap::median);
  }
}
