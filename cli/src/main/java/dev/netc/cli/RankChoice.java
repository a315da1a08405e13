package dev.netc.cli;

import dev.netc.cli.lowrank.Factorization;
import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.ir.analysis.Products;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.DataSet;
import dev.netc.training.Evaluation;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How much energy is kept of weights so that something holds, found by bisection; it is taken for
 * granted that less energy is less work and no better accuracy.
 *
 * @param graph without calls of blocks
 * @param tensors the parameters by path
 */
record RankChoice(Graph graph, Map<String, Tensor> tensors) {
  private static final int STEPS_FOR_WORK = 12;
  private static final int STEPS_FOR_ACCURACY = 6;
  private static final int TOGETHER = 200;

  /**
   * The most energy for which multiply-accumulates are at most a share of what they were.
   *
   * @throws UserError if even one channel between the products is more
   */
  Factorization forWork(double share) {
    long most = (long) (share * (double) Products.of(graph, Map.of()));
    double low = 0;
    double high = 1;
    Factorization found = null;
    for (int i = 0; i < STEPS_FOR_WORK; i++) {
      double energy = (low + high) / 2;
      Factorization tried = Factorization.of(graph, tensors, energy);
      if (Products.of(tried.apply(graph), Map.of()) <= most) {
        found = tried;
        low = energy;
      } else {
        high = energy;
      }
    }
    if (found == null) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "error: --work %s cannot be reached: %.3f of the multiply-accumulates are left if each"
                  + " weight that becomes smaller has rank 1; give that or more",
              share,
              leastWork()));
    }
    return found;
  }

  /**
   * The share that is left with the smallest ranks, rounded up to one that {@code --work} takes.
   */
  private double leastWork() {
    Factorization smallest = Factorization.of(graph, tensors, Double.MIN_VALUE);
    double left = (double) Products.of(smallest.apply(graph), Map.of());
    return Math.ceil(1000 * left / (double) Products.of(graph, Map.of())) / 1000;
  }

  /**
   * The least energy for which the first metric on the test examples, or without one the loss,
   * falls by no more than a bound.
   *
   * @param evaluate the graph of loss and metrics, without calls of blocks
   */
  Factorization forAccuracy(Graph evaluate, DataSet examples, double bound, Team team) {
    double whole = score(Compiler.executable(evaluate, tensors, team), examples);
    Predicate<Factorization> isGood =
        f -> {
          Executable factored = Compiler.executable(f.apply(evaluate), f.apply(tensors), team);
          return score(factored, examples) >= whole - bound;
        };
    double low = 0;
    double high = 1;
    Factorization found = Factorization.of(graph, tensors, 1);
    for (int i = 0; i < STEPS_FOR_ACCURACY; i++) {
      double energy = (low + high) / 2;
      Factorization tried = Factorization.of(graph, tensors, energy);
      if (isGood.test(tried)) {
        found = tried;
        high = energy;
      } else {
        low = energy;
      }
    }
    return found;
  }

  /** Larger is better. */
  private static double score(Executable evaluate, DataSet examples) {
    Map<String, Double> scores = Evaluation.run(evaluate, examples, TOGETHER);
    return scores.entrySet().stream()
        .filter(e -> !e.getKey().equals("loss"))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElseGet(() -> -scores.get("loss"));
  }
}
