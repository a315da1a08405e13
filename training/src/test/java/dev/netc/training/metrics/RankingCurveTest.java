package dev.netc.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.training.metrics.RankingCurve.Point;
import org.junit.jupiter.api.Test;

/** Curves of a few scores, against values computed by hand. */
final class RankingCurveTest {
  /** The example of scikit-learn's documentation. */
  private static RankingCurve example() {
    return curve(new double[] {0.35, 0.8}, 0.1, 0.4);
  }

  private static RankingCurve curve(double[] positives, double... negatives) {
    return new RankingCurve(positives, negatives);
  }

  @Test
  void theRocCurveGoesThroughEachScore() {
    assertThat(example().roc())
        .containsExactly(
            new Point(0, 0),
            new Point(0, 0.5),
            new Point(0.5, 0.5),
            new Point(0.5, 1),
            new Point(1, 1));
    assertThat(example().rocAuc()).hasValue(0.75);
  }

  @Test
  void thePrecisionRecallCurveGoesThroughEachScore() {
    assertThat(example().precisionRecall())
        .containsExactly(
            new Point(0, 1),
            new Point(0.5, 1),
            new Point(0.5, 0.5),
            new Point(1, 2.0 / 3),
            new Point(1, 0.5));
    assertThat(example().averagePrecision()).hasValue(0.5 * 1 + 0.5 * (2.0 / 3));
  }

  @Test
  void equalScoresAreOneThresholdAndCountHalf() {
    RankingCurve tied = curve(new double[] {2, 1}, 1, 0);
    assertThat(tied.roc())
        .containsExactly(new Point(0, 0), new Point(0, 0.5), new Point(0.5, 1), new Point(1, 1));
    assertThat(tied.rocAuc()).hasValue(3.5 / 4);
    assertThat(tied.averagePrecision()).hasValue(0.5 * 1 + 0.5 * (2.0 / 3));
  }

  @Test
  void aScoreThatIsAlwaysTheSameIsChance() {
    RankingCurve constant = curve(new double[] {1, 1, 1}, 1, 1);
    assertThat(constant.roc()).containsExactly(new Point(0, 0), new Point(1, 1));
    assertThat(constant.rocAuc()).hasValue(0.5);
    assertThat(constant.averagePrecision()).hasValue(3.0 / 5);
  }

  @Test
  void zerosOfBothSignsAreEqual() {
    assertThat(curve(new double[] {0.0}, -0.0).rocAuc()).hasValue(0.5);
    assertThat(curve(new double[] {-0.0}, 0.0).rocAuc()).hasValue(0.5);
  }

  @Test
  void perfectAndReversedRankings() {
    assertThat(curve(new double[] {3, 2}, 1, 0).rocAuc()).hasValue(1);
    assertThat(curve(new double[] {3, 2}, 1, 0).averagePrecision()).hasValue(1);
    assertThat(curve(new double[] {1, 0}, 3, 2).rocAuc()).hasValue(0);
  }

  @Test
  void cornersAreWhatIsLeftOfTheRocCurve() {
    RankingCurve perfect = curve(new double[] {9, 8, 7}, 6, 5, 4);
    assertThat(perfect.roc()).containsExactly(new Point(0, 0), new Point(0, 1), new Point(1, 1));
  }

  @Test
  void withoutExamplesOfTheClassNothingIsKnown() {
    RankingCurve absent = curve(new double[0], 1, 2);
    assertThat(absent.rocAuc()).isEmpty();
    assertThat(absent.averagePrecision()).isEmpty();
    assertThat(absent.roc()).isEmpty();
    assertThat(absent.precisionRecall()).isEmpty();
  }

  @Test
  void withoutOtherExamplesPrecisionIsOne() {
    RankingCurve alone = curve(new double[] {1, 2});
    assertThat(alone.rocAuc()).isEmpty();
    assertThat(alone.roc()).isEmpty();
    assertThat(alone.averagePrecision()).hasValue(1);
  }
}
