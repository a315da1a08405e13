package dev.netc.training;

/** Takes what a network that classifies gives for the test examples, batch by batch. */
@FunctionalInterface
public interface Predictions {
  /**
   * Takes one batch; the arrays are only lent.
   *
   * @param scores rows x classes, row-major: the logits
   * @param labels the right class of each row
   * @param rows how many there are; what the arrays hold beyond is no part of the batch
   * @throws TrainingException if scores or labels are none
   */
  void add(float[] scores, int[] labels, int rows);
}
