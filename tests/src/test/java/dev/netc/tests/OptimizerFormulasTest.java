package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Optimisers that PyTorch has not, beside the formulas of their papers in plain loops. */
final class OptimizerFormulasTest {
  private static final int UPDATES = 10;

  /** One update of the parameter, in place. */
  private interface Formula {
    void update(double[] p, double[] gradient, int step);
  }

  private static void check(String optimizer, Formula formula) {
    GivenGradients training = new GivenGradients("optimizer " + optimizer);
    double[] p = {1, 1};
    Random random = new Random(2);
    for (int step = 0; step < UPDATES; step++) {
      double[] gradient = {random.nextGaussian(), random.nextGaussian()};
      training.feed(gradient[0], gradient[1]);
      formula.update(p, gradient, step);
      assertThat(training.p()).as("after step %d", step).containsExactly(p, within(1e-9));
    }
  }

  private static double norm(double[] x) {
    return Math.hypot(x[0], x[1]);
  }

  @Test
  void lionMovesByTheSign() { // Chen et al. 2023, algorithm 2
    double[] m = new double[2];
    check(
        "lion(rate = 0.01, weight_decay = 0.1)",
        (p, g, step) -> {
          for (int i = 0; i < 2; i++) {
            double c = 0.9 * m[i] + 0.1 * g[i];
            p[i] -= 0.01 * (Math.signum(c) + 0.1 * p[i]);
            m[i] = 0.99 * m[i] + 0.01 * g[i];
          }
        });
  }

  @Test
  void larsMovesInProportionToTheParameter() { // You et al. 2017, algorithm 1
    double[] v = new double[2];
    check(
        "lars(rate = 0.5, momentum = 0.9, weight_decay = 0.05, trust = 0.1)",
        (p, g, step) -> {
          double local = 0.1 * norm(p) / (norm(g) + 0.05 * norm(p));
          for (int i = 0; i < 2; i++) {
            v[i] = 0.9 * v[i] + 0.5 * local * (g[i] + 0.05 * p[i]);
          }
          for (int i = 0; i < 2; i++) {
            p[i] -= v[i];
          }
        });
  }

  @Test
  void lambMovesAsFarAsTheParameterIsLong() { // You et al. 2020, algorithm 2
    double[] m = new double[2];
    double[] v = new double[2];
    check(
        "lamb(rate = 0.02, weight_decay = 0.1)",
        (p, g, step) -> {
          double[] update = new double[2];
          for (int i = 0; i < 2; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            double first = m[i] / (1 - Math.pow(0.9, step + 1));
            double second = v[i] / (1 - Math.pow(0.999, step + 1));
            update[i] = first / (Math.sqrt(second) + 1e-6) + 0.1 * p[i];
          }
          double trust = norm(p) / norm(update);
          for (int i = 0; i < 2; i++) {
            p[i] -= 0.02 * trust * update[i];
          }
        });
  }
}
