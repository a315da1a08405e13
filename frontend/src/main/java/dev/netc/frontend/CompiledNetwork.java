package dev.netc.frontend;

import dev.netc.ir.Graph;
import java.util.Optional;

/**
 * A network as graphs.
 *
 * @param name as declared
 * @param doc the text of its {@code ///} lines
 * @param inference from the network's inputs to its outputs; blocks are calls
 * @param initialize from the scalar i64 {@code seed} to the first value of each parameter and
 *     state, an output named by its path
 * @param training how it is trained, if the file says; several that are trained together have one
 *     plan, which is that of the first
 */
public record CompiledNetwork(
    String name, String doc, Graph inference, Graph initialize, Optional<TrainingPlan> training) {
  /** The same network, trained so. */
  CompiledNetwork with(TrainingPlan plan) {
    return new CompiledNetwork(name, doc, inference, initialize, Optional.of(plan));
  }
}
