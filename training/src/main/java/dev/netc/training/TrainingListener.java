package dev.netc.training;

import java.util.Map;
import java.util.OptionalDouble;

/** Is told how a training goes on, in the training's thread. */
public interface TrainingListener {
  /** After each update. */
  void updated(Progress progress);

  /**
   * After each epoch.
   *
   * @param scores {@code loss} and the metrics on the test examples
   * @param rate of its last update, if a schedule gives it
   * @param best whether the first metric, or else the loss, is the best so far
   */
  void epochFinished(
      int epoch,
      double trainLoss,
      Map<String, Double> scores,
      OptionalDouble rate,
      double seconds,
      boolean best);

  /** After that, if gradients are watched. */
  void gradients(GradientNorms norms);

  /**
   * Before a training ends because of a number that is none, while its origin is looked for.
   *
   * @param summary {@code the loss is NaN in update 12}
   */
  void diagnosing(String summary);
}
