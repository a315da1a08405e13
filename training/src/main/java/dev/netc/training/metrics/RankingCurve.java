package dev.netc.training.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How well a score ranks the examples of a class before all others. A threshold calls those
 * positive whose score is at least as high; each score that occurs is one, so that examples of
 * equal score are called positive together.
 */
public final class RankingCurve {
  private final int positives;
  private final int negatives;

  /** For each threshold, highest first, how many of the class reach it, and how many others. */
  private final int[] truePositives;

  private final int[] falsePositives;

  /** A point of a curve. */
  public record Point(double x, double y) {}

  /**
   * @param positives the scores of the examples of the class; sorted by this
   * @param negatives those of the others; sorted by this, too
   */
  RankingCurve(double[] positives, double[] negatives) {
    this.positives = positives.length;
    this.negatives = negatives.length;
    Arrays.sort(positives);
    Arrays.sort(negatives);
    int[] reachedByPositives = new int[positives.length + negatives.length];
    int[] reachedByNegatives = new int[positives.length + negatives.length];
    int thresholds = 0;
    int p = positives.length;
    int n = negatives.length;
    while (p > 0 || n > 0) {
      double threshold =
          n == 0 || (p > 0 && positives[p - 1] > negatives[n - 1])
              ? positives[p - 1]
              : negatives[n - 1];
      while (p > 0 && positives[p - 1] == threshold) {
        p--;
      }
      while (n > 0 && negatives[n - 1] == threshold) {
        n--;
      }
      reachedByPositives[thresholds] = positives.length - p;
      reachedByNegatives[thresholds++] = negatives.length - n;
    }
    this.truePositives = Arrays.copyOf(reachedByPositives, thresholds);
    this.falsePositives = Arrays.copyOf(reachedByNegatives, thresholds);
  }

  /**
   * The area under the ROC curve by the trapezoidal rule: the probability that one of the class has
   * a higher score than another one, where an equal score counts half (Mann and Whitney 1947).
   * Empty if there are none of the class, or no others.
   */
  public OptionalDouble rocAuc() {
    if (positives == 0 || negatives == 0) {
      return OptionalDouble.empty();
    }
    long twice = 0; // the area in pairs of examples, doubled: an integer, so exact
    long tp = 0;
    long fp = 0;
    for (int i = 0; i < truePositives.length; i++) {
      twice += (falsePositives[i] - fp) * (truePositives[i] + tp);
      tp = truePositives[i];
      fp = falsePositives[i];
    }
    return OptionalDouble.of(twice / (2.0 * positives * negatives));
  }

  /**
   * The mean of the precisions at each threshold, weighted by the recall it adds: sum (R_n -
   * R_{n-1}) P_n, without interpolation. Empty if there are none of the class.
   */
  public OptionalDouble averagePrecision() {
    if (positives == 0) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    int before = 0;
    for (int i = 0; i < truePositives.length; i++) {
      sum += (truePositives[i] - before) * precision(i);
      before = truePositives[i];
    }
    return OptionalDouble.of(sum / positives);
  }

  private double precision(int i) {
    return (double) truePositives[i] / (truePositives[i] + falsePositives[i]);
  }

  /**
   * The corners of the ROC curve from (0, 0) to (1, 1): false positive rate, true positive rate.
   * Empty if there are none of the class, or no others.
   */
  public List<Point> roc() {
    List<Point> points = new ArrayList<>();
    if (positives == 0 || negatives == 0) {
      return points;
    }
    points.add(new Point(0, 0));
    for (int i = 0; i < truePositives.length; i++) {
      if (!isOnLine(i)) {
        points.add(
            new Point(
                (double) falsePositives[i] / negatives, (double) truePositives[i] / positives));
      }
    }
    return points;
  }

  /** Whether the ROC curve goes straight on at a threshold. */
  private boolean isOnLine(int i) {
    if (i == truePositives.length - 1) {
      return false;
    }
    long tpBefore = i == 0 ? 0 : truePositives[i - 1];
    long fpBefore = i == 0 ? 0 : falsePositives[i - 1];
    return (truePositives[i] - tpBefore) * (falsePositives[i + 1] - falsePositives[i])
        == (truePositives[i + 1] - truePositives[i]) * (falsePositives[i] - fpBefore);
  }

  /**
   * Recall and precision at each threshold, highest first, after the point (0, 1) that is none's;
   * of thresholds with the same recall the highest and the lowest. Empty if there are none of the
   * class.
   */
  public List<Point> precisionRecall() {
    List<Point> points = new ArrayList<>();
    if (positives == 0) {
      return points;
    }
    points.add(new Point(0, 1));
    for (int i = 0; i < truePositives.length; i++) {
      boolean first = i == 0 || truePositives[i - 1] != truePositives[i];
      boolean last = i == truePositives.length - 1 || truePositives[i + 1] != truePositives[i];
      if (first || last) {
        points.add(new Point((double) truePositives[i] / positives, precision(i)));
      }
    }
    return points;
  }
}
