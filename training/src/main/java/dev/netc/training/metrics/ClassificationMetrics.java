package dev.netc.training.metrics;

import dev.netc.training.Predictions;
import dev.netc.training.TrainingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures a classification, batch by batch, as if all of it were one batch. Every score is kept,
 * in eight bytes.
 */
public final class ClassificationMetrics implements Predictions {
  private final int classes;
  private final int ignoredLabel;
  private final ConfusionMatrix confusion;

  /** For each rank, from 0, how often the right class had it. */
  private final long[] ranks;

  private long ignored;
  private final List<Batch> batches = new ArrayList<>();

  /** The log-odds of a batch, rows x classes, and its labels. */
  private static final class Batch {
    private final double[] odds;
    private final int[] labels;

    Batch(double[] odds, int[] labels) {
      this.odds = odds;
      this.labels = labels;
    }

    double[] odds() {
      return odds;
    }

    int[] labels() {
      return labels;
    }
  }

  /**
   * @param classes at least two
   * @param ignoredLabel rows with this label do not count
   */
  public ClassificationMetrics(int classes, int ignoredLabel) {
    this.classes = classes;
    this.ignoredLabel = ignoredLabel;
    this.confusion = new ConfusionMatrix(classes);
    this.ranks = new long[classes];
  }

  @Override
  public void add(float[] scores, int[] labels, int rows) {
    int counted = 0;
    int[] kept = new int[rows];
    double[] odds = new double[rows * classes];
    for (int row = 0; row < rows; row++) {
      if (labels[row] == ignoredLabel) {
        ignored++;
        continue;
      }
      check(scores, row, labels[row]);
      confusion.add(labels[row], predicted(scores, row));
      ranks[rank(scores, row, labels[row])]++;
      LogOdds.fill(scores, row * classes, classes, odds, counted * classes);
      kept[counted++] = labels[row];
    }
    batches.add(new Batch(Arrays.copyOf(odds, counted * classes), Arrays.copyOf(kept, counted)));
  }

  private void check(float[] scores, int row, int label) {
    long number = confusion.total() + ignored;
    if (label < 0 || label >= classes) {
      throw new TrainingException(
          "the label of row %,d is %d: the classes are 0 to %d; `classify ..., ignore = %2$d` leaves"
                  .formatted(number, label, classes - 1)
              + " such rows out");
    }
    for (int c = 0; c < classes; c++) {
      float score = scores[row * classes + c];
      if (!Float.isFinite(score)) {
        throw new TrainingException(
            "the score of class %d in row %,d is %s: nothing can be ranked by it"
                .formatted(c, number, score));
      }
    }
  }

  /** The class of the highest score; of equal ones the first. */
  private int predicted(float[] scores, int row) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = scores[row * classes + c] > scores[row * classes + best] ? c : best;
    }
    return best;
  }

  /** How many classes come before one: those of a higher score, and the first of equal ones. */
  private int rank(float[] scores, int row, int label) {
    float own = scores[row * classes + label];
    int rank = 0;
    for (int c = 0; c < classes; c++) {
      float score = scores[row * classes + c];
      rank += score > own || (score == own && c < label) ? 1 : 0;
    }
    return rank;
  }

  public ConfusionMatrix confusion() {
    return confusion;
  }

  /** How many rows had the label that does not count. */
  public long ignored() {
    return ignored;
  }

  /** The fraction of rows whose class is among those of the {@code k} highest scores. */
  public double topAccuracy(int k) {
    long within = 0;
    for (int rank = 0; rank < Math.min(k, classes); rank++) {
      within += ranks[rank];
    }
    return confusion.total() == 0 ? 0 : (double) within / confusion.total();
  }

  /** One class against all others, ranked by its probability. */
  public RankingCurve curve(int c) {
    int positives = Math.toIntExact(confusion.support(c));
    double[] ofClass = new double[positives];
    double[] ofOthers = new double[Math.toIntExact(confusion.total() - positives)];
    int p = 0;
    int n = 0;
    for (Batch batch : batches) {
      for (int row = 0; row < batch.labels().length; row++) {
        double odds = batch.odds()[row * classes + c];
        if (batch.labels()[row] == c) {
          ofClass[p++] = odds;
        } else {
          ofOthers[n++] = odds;
        }
      }
    }
    return new RankingCurve(ofClass, ofOthers);
  }
}
