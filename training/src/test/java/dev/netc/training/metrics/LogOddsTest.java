package dev.netc.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What ranks examples is the probability of a class, also where it rounds to 1. */
final class LogOddsTest {
  private static double[] odds(float... logits) {
    double[] odds = new double[logits.length];
    LogOdds.fill(logits, 0, logits.length, odds, 0);
    return odds;
  }

  @Test
  void theyAreThoseOfTheSoftmax() {
    float[] logits = {1, -2, 0.5f, 3};
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    double[] odds = odds(logits);
    for (int c = 0; c < logits.length; c++) {
      double p = Math.exp(logits[c]) / sum;
      assertThat(odds[c]).isCloseTo(Math.log(p / (1 - p)), within(1e-14));
    }
  }

  @Test
  void ofTwoClassesTheyAreTheDifferenceOfTheLogits() {
    assertThat(odds(0, 1e-12f)).containsExactly(-(double) 1e-12f, 1e-12f);
    assertThat(odds(0, 500)).containsExactly(-500, 500);
    assertThat(odds(7, 7)).containsExactly(0, 0);
  }

  @Test
  void probabilitiesThatRoundToOneAreToldApart() {
    assertThat(odds(900, 0, 0)[0]).isLessThan(odds(901, 0, 0)[0]);
    assertThat(odds(900, 0, 0)[0]).isCloseTo(900 - Math.log(2), within(1e-9));
  }

  @Test
  void largeLogitsGiveNumbers() {
    assertThat(odds(Float.MAX_VALUE, -Float.MAX_VALUE, 0)).doesNotContain(Double.NaN);
    assertThat(odds(-1e30f, 5, 5)).containsExactly(-1e30f, 0, 0);
  }
}
