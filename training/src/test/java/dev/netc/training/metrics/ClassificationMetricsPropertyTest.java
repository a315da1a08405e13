package dev.netc.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Measures of random scores, against slow definitions. */
final class ClassificationMetricsPropertyTest {
  /** Random scores of few distinct values, so that many are equal, and their labels. */
  private static final class Sample {
    private final int classes;
    private final float[] scores;
    private final int[] labels;

    Sample(int classes, float[] scores, int[] labels) {
      this.classes = classes;
      this.scores = scores;
      this.labels = labels;
    }

    float[] scores() {
      return scores;
    }

    int[] labels() {
      return labels;
    }

    static Sample draw(long seed, int rows, int classes) {
      Random random = new Random(seed);
      float[] scores = new float[rows * classes];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(-3, 4) / 2f;
      }
      return new Sample(classes, scores, random.ints(rows, 0, classes).toArray());
    }

    /** The measures, fed in batches of random sizes. */
    ClassificationMetrics measured(Random random) {
      ClassificationMetrics metrics = new ClassificationMetrics(classes, -100);
      int rows;
      for (int from = 0; from < labels.length; from += rows) {
        rows = random.nextInt(1, labels.length - from + 1);
        metrics.add(
            Arrays.copyOfRange(scores, from * classes, (from + rows) * classes),
            Arrays.copyOfRange(labels, from, from + rows),
            rows);
      }
      return metrics;
    }

    double[] odds(int c, boolean ofClass) {
      double[] all = new double[scores.length];
      for (int row = 0; row < labels.length; row++) {
        LogOdds.fill(scores, row * classes, classes, all, row * classes);
      }
      return IntStream.range(0, labels.length)
          .filter(row -> (labels[row] == c) == ofClass)
          .mapToDouble(row -> all[row * classes + c])
          .toArray();
    }
  }

  @Property(tries = 300)
  void aucIsTheCountOfPairsInTheRightOrder(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 2, max = 5) int classes) {
    Sample sample = Sample.draw(seed, rows, classes);
    ClassificationMetrics metrics = sample.measured(new Random(seed));
    for (int c = 0; c < classes; c++) {
      double[] positives = sample.odds(c, true);
      double[] negatives = sample.odds(c, false);
      if (positives.length == 0 || negatives.length == 0) {
        assertThat(metrics.curve(c).rocAuc()).isEmpty();
      } else {
        long twice = 0;
        for (double p : positives) {
          for (double n : negatives) {
            twice += p > n ? 2 : p == n ? 1 : 0;
          }
        }
        assertThat(metrics.curve(c).rocAuc())
            .hasValue(twice / (2.0 * positives.length * negatives.length));
      }
    }
  }

  @Property(tries = 300)
  void averagePrecisionIsTheMeanPrecisionAtTheScoresOfTheClass(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int rows) {
    Sample sample = Sample.draw(seed, rows, 3);
    ClassificationMetrics metrics = sample.measured(new Random(seed));
    double[] positives = sample.odds(0, true);
    double[] negatives = sample.odds(0, false);
    double sum = 0;
    for (double threshold : positives) {
      double tp = DoubleStream.of(positives).filter(p -> p >= threshold).count();
      double fp = DoubleStream.of(negatives).filter(n -> n >= threshold).count();
      sum += tp / (tp + fp);
    }
    if (positives.length > 0) {
      assertThat(metrics.curve(0).averagePrecision().orElseThrow())
          .isCloseTo(sum / positives.length, within(1e-12));
    }
  }

  @Property(tries = 300)
  void countsAddUp(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 2, max = 5) int classes) {
    ClassificationMetrics metrics = Sample.draw(seed, rows, classes).measured(new Random(seed));
    ConfusionMatrix confusion = metrics.confusion();
    long sum = 0;
    for (int label = 0; label < classes; label++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        sum += confusion.count(label, predicted);
      }
    }
    assertThat(sum).isEqualTo(rows).isEqualTo(confusion.total());
    assertThat(confusion.micro().f1()).isEqualTo(confusion.accuracy());
    assertThat(metrics.topAccuracy(1)).isEqualTo(confusion.accuracy());
    assertThat(confusion.weighted().recall()).isCloseTo(confusion.accuracy(), within(1e-12));
  }

  @Property(tries = 200)
  void batchesOfAnySizeGiveTheSame(
      @ForAll long seed, @ForAll long split, @ForAll @IntRange(min = 1, max = 60) int rows) {
    Sample sample = Sample.draw(seed, rows, 4);
    ClassificationMetrics whole = new ClassificationMetrics(4, -100);
    whole.add(sample.scores(), sample.labels(), rows);
    ClassificationMetrics parts = sample.measured(new Random(split));
    for (int c = 0; c < 4; c++) {
      assertThat(parts.confusion().of(c)).isEqualTo(whole.confusion().of(c));
      assertThat(parts.topAccuracy(c)).isEqualTo(whole.topAccuracy(c));
      assertThat(parts.curve(c).rocAuc()).isEqualTo(whole.curve(c).rocAuc());
      assertThat(parts.curve(c).averagePrecision()).isEqualTo(whole.curve(c).averagePrecision());
      assertThat(parts.curve(c).roc()).isEqualTo(whole.curve(c).roc());
      assertThat(parts.curve(c).precisionRecall()).isEqualTo(whole.curve(c).precisionRecall());
    }
  }
}
