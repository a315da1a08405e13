package dev.netc.training.metrics;

/**
 * From logits to what ranks examples by the probability of a class: log(p / (1 - p)) of the
 * softmax. It orders as the probability does, but where that rounds to 1 it still tells examples
 * apart.
 */
final class LogOdds {
  private LogOdds() {}

  /**
   * Fills {@code odds}, from index {@code to}, with the log-odds of one row of finite logits. For
   * two classes they are the difference of the logits, exactly.
   */
  static void fill(float[] logits, int from, int classes, double[] odds, int to) {
    int best = largest(logits, from, classes, -1);
    int second = largest(logits, from, classes, best);
    double highest = logits[from + best];
    // The sum over the other classes is that of those before and those after: nothing is
    // subtracted.
    double before = 0;
    for (int c = 0; c < classes; c++) {
      odds[to + c] = before;
      before += Math.exp(logits[from + c] - highest);
    }
    double after = 0;
    double rest = 0; // of the best class's others, which can all vanish beside it
    for (int c = classes - 1; c >= 0; c--) {
      odds[to + c] = logits[from + c] - highest - Math.log(odds[to + c] + after);
      after += Math.exp(logits[from + c] - highest);
      rest += c == best ? 0 : Math.exp((double) logits[from + c] - logits[from + second]);
    }
    odds[to + best] = highest - logits[from + second] - Math.log(rest);
  }

  /** The first of the largest logits, leaving out one class. */
  private static int largest(float[] logits, int from, int classes, int except) {
    int largest = -1;
    for (int c = 0; c < classes; c++) {
      if (c != except && (largest < 0 || logits[from + c] > logits[from + largest])) {
        largest = c;
      }
    }
    return largest;
  }
}
