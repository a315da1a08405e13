package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The rate of each schedule at each of 12 updates. */
final class SchedulesTest {
  private static final int STEPS = 12;

  private static void check(String schedule, IntToDoubleFunction expected) {
    GivenGradients training = new GivenGradients("optimizer sgd(rate = " + schedule + ")");
    for (int step = 0; step < STEPS; step++) {
      double before = training.p()[0];
      training.feed(1, 1);
      assertThat(before - training.p()[0])
          .as("%s at step %d", schedule, step)
          .isCloseTo(expected.applyAsDouble(step), within(1e-9));
    }
  }

  @Test
  void cosineRisesAndFalls() {
    check("cosine(0.5)", t -> 0.25 * (1 + Math.cos(Math.PI * t / STEPS)));
    check(
        "cosine(0.5, warmup = 4)",
        t -> t < 4 ? 0.5 * (t + 1) / 4 : 0.25 * (1 + Math.cos(Math.PI * (t - 4) / (STEPS - 4))));
  }

  @Test
  void warmupStays() {
    check("warmup(0.5, steps_up = 5)", t -> 0.5 * Math.min(1, (t + 1) / 5.0));
  }

  @Test
  void stepsMultiply() {
    check(
        "step_decay(0.5, every = 3, factor = 0.1)", t -> 0.5 * Math.pow(0.1, Math.floor(t / 3.0)));
    check(
        "multi_step(0.5, at = [2, 7], factor = 0.2)",
        t -> 0.5 * Math.pow(0.2, (t >= 2 ? 1 : 0) + (t >= 7 ? 1 : 0)));
    check("exponential(0.5, factor = 0.9)", t -> 0.5 * Math.pow(0.9, t));
  }

  @Test
  void polynomialsEnd() {
    check("polynomial(0.5)", t -> 0.5 * (1 - t / (double) STEPS));
    check(
        "polynomial(0.5, power = 2.0, end = 0.1)",
        t -> 0.1 + 0.4 * Math.pow(1 - t / (double) STEPS, 2));
  }

  @Test
  void oneCycleRisesForThreeTenths() {
    check(
        "one_cycle(0.5)",
        t -> {
          double progress = (t + 1) / (double) STEPS;
          double low = 0.5 / 25;
          return progress < 0.3
              ? low + (0.5 - low) * 0.5 * (1 - Math.cos(Math.PI * progress / 0.3))
              : 0.25 * (1 + Math.cos(Math.PI * (progress - 0.3) / 0.7));
        });
  }
}
