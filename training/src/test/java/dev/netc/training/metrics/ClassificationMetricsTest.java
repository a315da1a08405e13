package dev.netc.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.training.TrainingException;
import org.junit.jupiter.api.Test;

/** What is counted of scores and labels, and which are refused. */
final class ClassificationMetricsTest {
  private final ClassificationMetrics metrics = new ClassificationMetrics(3, -100);

  private void add(int label, float... scores) {
    metrics.add(scores, new int[] {label}, 1);
  }

  @Test
  void theHighestScoreIsPredictedAndOfEqualOnesTheFirst() {
    add(2, 0, 1, 2);
    add(1, 0, 1, 1);
    add(2, 0, 1, 1);
    assertThat(metrics.confusion().count(2, 2)).isEqualTo(1);
    assertThat(metrics.confusion().count(1, 1)).isEqualTo(1);
    assertThat(metrics.confusion().count(2, 1)).isEqualTo(1);
  }

  @Test
  void topAccuracyCountsTheHighestScores() {
    add(0, 3, 2, 1);
    add(1, 3, 2, 1);
    add(2, 3, 2, 1);
    add(2, 1, 1, 1);
    assertThat(metrics.topAccuracy(1)).isEqualTo(1.0 / 4).isEqualTo(metrics.confusion().accuracy());
    assertThat(metrics.topAccuracy(2)).isEqualTo(2.0 / 4);
    assertThat(metrics.topAccuracy(3)).isEqualTo(1);
    assertThat(metrics.topAccuracy(5)).isEqualTo(1);
  }

  @Test
  void classesAreRankedByProbabilityNotByLogit() {
    add(0, 1, -9, -9); // class 0 is likely, though its logit is the lower one
    add(1, 2, 5, 5);
    assertThat(metrics.curve(0).rocAuc()).hasValue(1);
  }

  @Test
  void oneExampleHasNoRocCurve() {
    add(1, 0, 1, 0);
    assertThat(metrics.confusion().accuracy()).isEqualTo(1);
    assertThat(metrics.curve(1).rocAuc()).isEmpty();
    assertThat(metrics.curve(1).averagePrecision()).hasValue(1);
    assertThat(metrics.curve(0).averagePrecision()).isEmpty();
    assertThat(metrics.confusion().macro()).isEqualTo(new ClassScores(1, 1, 1, 1));
  }

  @Test
  void ignoredRowsCountNowhereWhateverTheirScores() {
    add(0, 1, 0, 0);
    add(-100, Float.NaN, 0, 0);
    assertThat(metrics.ignored()).isEqualTo(1);
    assertThat(metrics.confusion().total()).isEqualTo(1);
    assertThat(metrics.topAccuracy(3)).isEqualTo(1);
    assertThat(metrics.curve(0).averagePrecision()).hasValue(1);
  }

  @Test
  void whatTheArraysHoldBeyondTheRowsIsNotRead() {
    metrics.add(new float[] {1, 0, 0, Float.NaN, 0, 0}, new int[] {0, 77}, 1);
    assertThat(metrics.confusion().total()).isEqualTo(1);
  }

  @Test
  void scoresThatAreNoNumbersAreRefused() {
    add(0, 1, 0, 0);
    add(-100, 1, 0, 0);
    assertThatThrownBy(() -> add(0, 1, Float.NaN, 0))
        .isInstanceOf(TrainingException.class)
        .hasMessage("the score of class 1 in row 2 is NaN: nothing can be ranked by it");
    assertThatThrownBy(() -> add(0, 1, 0, Float.NEGATIVE_INFINITY))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("class 2 in row 2 is -Infinity");
  }

  @Test
  void labelsThatAreNoClassesAreRefused() {
    assertThatThrownBy(() -> add(3, 1, 0, 0))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the label of row 0 is 3: the classes are 0 to 2; `classify ..., ignore = 3` leaves such"
                + " rows out");
    assertThatThrownBy(() -> add(-1, 1, 0, 0)).isInstanceOf(TrainingException.class);
  }
}
