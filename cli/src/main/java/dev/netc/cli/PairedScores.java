package dev.netc.cli;

/** What two compiled forms of a network score on the same examples. */
final class PairedScores {
  /** Relative to a score of at least 1: less is rounding. */
  private static final double SAME = 1e-4;

  private final String name;
  private final double[] a;
  private final double[] b;

  /**
   * @param name of the loss or metric
   * @param a the score of each example
   * @param b the same of the other form
   */
  PairedScores(String name, double[] a, double[] b) {
    this.name = name;
    this.a = a;
    this.b = b;
  }

  String name() {
    return name;
  }

  double[] a() {
    return a;
  }

  double[] b() {
    return b;
  }

  /** By how much {@code b} is larger, in the mean over the examples. */
  double difference() {
    return Bootstrap.mean(differences());
  }

  Bootstrap interval() {
    return Bootstrap.of(differences(), Bootstrap::mean);
  }

  private double[] differences() {
    double[] differences = new double[a.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = b[i] - a[i];
    }
    return differences;
  }

  /** Whether each score is 0 or 1, as whether an example is recognised. */
  boolean isBinary() {
    for (int i = 0; i < a.length; i++) {
      if (!isBit(a[i]) || !isBit(b[i])) {
        return false;
      }
    }
    return true;
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
    return a.length - more() - less();
  }

  private static int count(double[] high, double[] low) {
    int count = 0;
    for (int i = 0; i < high.length; i++) {
      count += high[i] - low[i] > SAME * Math.max(1, Math.abs(low[i])) ? 1 : 0;
    }
    return count;
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
