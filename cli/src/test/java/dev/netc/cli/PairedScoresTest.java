package dev.netc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is said of two forms of a network that score on the same examples. */
final class PairedScoresTest {
  /** Of 100 examples the first form alone recognises some, and the second alone others. */
  private static PairedScores recognised(int byFirst, int bySecond) {
    List<Double> a = new ArrayList<>(Collections.nCopies(100, 0.0));
    List<Double> b = new ArrayList<>(Collections.nCopies(100, 0.0));
    Collections.fill(a.subList(0, 50 + byFirst), 1.0);
    Collections.fill(b.subList(0, 50), 1.0);
    Collections.fill(b.subList(50 + byFirst, 50 + byFirst + bySecond), 1.0);
    return new PairedScores("accuracy", a, b);
  }

  @Test
  void examplesOnWhichTheyDifferAreCounted() {
    PairedScores scores = recognised(9, 1);
    assertThat(scores.isBinary()).isTrue();
    assertThat(scores.more()).isEqualTo(9);
    assertThat(scores.less()).isEqualTo(1);
    assertThat(scores.same()).isEqualTo(90);
    assertThat(scores.difference()).isCloseTo(-0.08, within(1e-12));
    assertThat(scores.interval().low()).isBetween(-0.15, -0.11);
    assertThat(scores.interval().high()).isBetween(-0.05, -0.01);
  }

  @Test
  void mcNemarsTestIsExact() {
    // Twice the binomial tails (1 + 10) / 2^10, 1 / 2^5, and the whole.
    assertThat(recognised(9, 1).mcNemar()).isCloseTo(0.021484375, within(1e-9));
    assertThat(recognised(0, 5).mcNemar()).isCloseTo(0.0625, within(1e-9));
    assertThat(recognised(4, 4).mcNemar()).isEqualTo(1);
    assertThat(recognised(0, 0).mcNemar()).isEqualTo(1);
  }

  @Test
  void roundingIsNoDifference() {
    PairedScores losses = new PairedScores("loss", List.of(0.5, 2.0), List.of(0.500001, 3.0));
    assertThat(losses.isBinary()).isFalse();
    assertThat(losses.same()).isEqualTo(1);
    assertThat(losses.less()).isEqualTo(1);
  }

  @Test
  void theIntervalHasTheWidthOfTheStandardError() {
    Random random = new Random(3);
    List<Double> sample = random.doubles(400).boxed().toList();
    Bootstrap interval = Bootstrap.of(sample, Bootstrap::mean);
    double expected = 2 * 1.96 * Math.sqrt(1.0 / 12 / 400);
    assertThat(interval.high() - interval.low()).isCloseTo(expected, within(0.1 * expected));
    assertThat(interval.low()).isLessThan(Bootstrap.mean(sample));
    assertThat(interval.high()).isGreaterThan(Bootstrap.mean(sample));
  }

  @Test
  void theMedianOfTwoIsBetweenThem() {
    assertThat(Bootstrap.median(new double[] {4, 1})).isEqualTo(2.5);
    assertThat(Bootstrap.median(new double[] {4, 1, 9})).isEqualTo(4);
  }
}
