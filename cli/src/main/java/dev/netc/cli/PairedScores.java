package dev.netc.cli;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What two compiled forms of a network score on the same examples.
 *
 * @param name of the loss or metric
 * @param a the score of each example
 * @param b the same of the other form
 */
record PairedScores(String name, List<Double> a, List<Double> b) {
  /** Relative to a score of at least 1: less is rounding. */
  private static final double SAME = 1e-4;

  /** By how much {@code b} is larger, in the mean over the examples. */
  double difference() {
    return Bootstrap.mean(differences());
  }

  Bootstrap interval() {
    return Bootstrap.of(differences(), Bootstrap::mean);
  }

  private List<Double> differences() {
    return IntStream.range(0, a.size()).mapToObj(i -> b.get(i) - a.get(i)).toList();
  }

  /** Whether each score is 0 or 1, as whether an example is recognised. */
  boolean isBinary() {
    return Stream.concat(a.stream(), b.stream()).allMatch(PairedScores::isBit);
  }

  private static boolean isBit(double score) {
    return score == 0 || score == 1;
  }

  /** On how many examples the first scores more. */
  int more() {
    return count(a, b);
  }

  /** On how many examples the first scores less. */
  int less() {
    return count(b, a);
  }

  /** On how many examples both score the same but for rounding. */
  int same() {
    return a.size() - more() - less();
  }

  private static int count(List<Double> high, List<Double> low) {
    return (int)
        IntStream.range(0, high.size())
            .filter(i -> high.get(i) - low.get(i) > SAME * Math.max(1, Math.abs(low.get(i))))
            .count();
  }

  /**
   * How probable a split at least as uneven is of the examples on which binary scores differ, if
   * both forms are equally good: McNemar's test, exact.
   */
  double mcNemar() {
    int n = more() + less();
    int fewer = Math.min(more(), less());
    double tail = 0;
    double logChoose = 0;
    for (int k = 0; k <= fewer; k++) {
      tail += Math.exp(logChoose - n * Math.log(2));
      logChoose += Math.log((double) (n - k) / (k + 1));
    }
    return Math.min(1, 2 * tail);
  }
}
