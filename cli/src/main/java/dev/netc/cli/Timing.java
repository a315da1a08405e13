package dev.netc.cli;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long a run takes once the JIT has done its work, in milliseconds.
 *
 * @param first the very first run, with the loading of classes
 * @param runs how many were measured
 * @param p90 what nine runs of ten stay within
 */
record Timing(double first, int runs, double median, double best, double p90) {
  private static final int MOST_RUNS = 1_000_000;
  private static final double LONGEST_WARM_UP_MS = 20_000;
  private static final double ROUND_MS = 300;
  private static final double SAME = 0.98;

  /** Warms up until three rounds in a row are no faster than those before, then measures. */
  static Timing of(Runnable work, double seconds) {
    double first = time(work);
    warm(work);
    double[] times = new double[1024];
    int runs = 0;
    double left = 1e3 * seconds;
    while ((left > 0 || runs < 3) && runs < MOST_RUNS) {
      if (runs == times.length) {
        times = Arrays.copyOf(times, 2 * runs);
      }
      times[runs] = time(work);
      left -= times[runs++];
    }
    Arrays.sort(times, 0, runs);
    return new Timing(first, runs, times[runs / 2], times[0], times[runs * 9 / 10]);
  }

  /** Runs until three rounds in a row are no faster than those before: the JIT has settled. */
  static void warm(Runnable work) {
    double spent = 0;
    double best = Double.POSITIVE_INFINITY;
    int settled = 0;
    while (settled < 3 && spent < LONGEST_WARM_UP_MS) {
      double round = 0;
      int runs = 0;
      while (round < ROUND_MS) {
        round += time(work);
        runs++;
      }
      double each = round / runs;
      settled = each > SAME * best ? settled + 1 : 0;
      best = Math.min(best, each);
      spent += round;
    }
  }

  static double time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  /** Three significant digits. */
  static String rounded(double milliseconds) {
    int digits = Math.clamp(2 - (int) Math.floor(Math.log10(milliseconds)), 0, 6);
    return String.format(Locale.ROOT, "%,." + digits + "f", milliseconds);
  }
}
