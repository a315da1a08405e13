package dev.netc.benchmarks;

/** One framework's way to do one thing: an inference or a training step, on fixed inputs. */
interface Contender {
  String name();

  /** Does it once. */
  void run() throws Exception;

  /** The first results of the last run: logits of an inference, the loss of a step. */
  float[] results() throws Exception;
}
