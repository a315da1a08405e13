package dev.netc.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ratios of counts, against values computed by hand. */
final class ConfusionMatrixTest {
  /** Of class 0: 3 right, 1 taken for 1; of class 1: 2 right, 1 taken for 0; class 2: 1, for 0. */
  private static ConfusionMatrix example() {
    return matrix(new long[][] {{3, 1, 0}, {1, 2, 0}, {1, 0, 0}});
  }

  private static ConfusionMatrix matrix(long[][] counts) {
    ConfusionMatrix matrix = new ConfusionMatrix(counts.length);
    for (int label = 0; label < counts.length; label++) {
      for (int predicted = 0; predicted < counts.length; predicted++) {
        for (long k = 0; k < counts[label][predicted]; k++) {
          matrix.add(label, predicted);
        }
      }
    }
    return matrix;
  }

  @Test
  void countsAreKept() {
    assertThat(example().count(1, 0)).isEqualTo(1);
    assertThat(example().count(0, 1)).isEqualTo(1);
    assertThat(example().support(0)).isEqualTo(4);
    assertThat(example().predicted(0)).isEqualTo(5);
    assertThat(example().total()).isEqualTo(8);
    assertThat(example().accuracy()).isEqualTo(5.0 / 8);
  }

  @Test
  void precisionRecallAndF1() {
    assertThat(example().of(0)).isEqualTo(new ClassScores(3.0 / 5, 3.0 / 4, 6.0 / 9, 4));
    assertThat(example().of(1)).isEqualTo(new ClassScores(2.0 / 3, 2.0 / 3, 2.0 / 3, 3));
  }

  @Test
  void aClassThatIsNeverPredictedHasPrecisionZero() {
    assertThat(example().of(2)).isEqualTo(new ClassScores(0, 0, 0, 1));
  }

  @Test
  void averages() {
    assertThat(example().micro()).isEqualTo(new ClassScores(5.0 / 8, 5.0 / 8, 5.0 / 8, 8));
    assertThat(example().macro().precision()).isEqualTo((3.0 / 5 + 2.0 / 3) / 3);
    assertThat(example().macro().recall()).isEqualTo((3.0 / 4 + 2.0 / 3) / 3);
    assertThat(example().weighted().precision()).isEqualTo((4 * (3.0 / 5) + 3 * (2.0 / 3)) / 8);
    assertThat(example().weighted().recall()).isEqualTo(5.0 / 8); // always the accuracy
  }

  @Test
  void aClassThatDoesNotOccurIsNotInTheMacroAverage() {
    ConfusionMatrix matrix = matrix(new long[][] {{1, 1, 0}, {0, 2, 0}, {0, 0, 0}});
    assertThat(matrix.of(2)).isEqualTo(new ClassScores(0, 0, 0, 0));
    assertThat(matrix.macro().recall()).isEqualTo((1.0 / 2 + 1) / 2);
  }

  @Test
  void aClassThatIsOnlyPredictedIsInTheMacroAverage() {
    ConfusionMatrix matrix = matrix(new long[][] {{1, 0, 1}, {0, 2, 0}, {0, 0, 0}});
    assertThat(matrix.macro().recall()).isEqualTo((1.0 / 2 + 1 + 0) / 3);
    assertThat(matrix.weighted().recall()).isEqualTo(3.0 / 4);
  }
}
