package dev.netc.runtime;

import java.util.Map;

/**
 * Any compiled graph, addressed by position instead of by the typed methods of its class. Tools
 * such as the trainer and the command line use it; programs call the typed methods.
 *
 * <p>An executable owns its working memory, so one thread uses it at a time.
 */
public interface Executable {
  Signature signature();

  /**
   * Runs the graph once. Nothing is allocated once the largest dims have been seen.
   *
   * @param inputs a row-major array for each input, of the Java type of its element type
   * @param dims the values of {@link Signature#symbols}
   * @param outputs an array for each output, at least as long as the output, overwritten from index
   *     0
   * @throws IllegalArgumentException if a count, an array's type or an array's length does not fit
   *     the signature; the message names the slot
   */
  void run(Object[] inputs, int[] dims, Object[] outputs);

  /**
   * The parameters and states by path, in the signature's order. A training step updates these
   * arrays in place.
   */
  Map<String, Tensor> parameters();
}
