package dev.netc.codegen;

import dev.netc.ir.Graph;
import java.util.Set;

/**
 * What a trainer is made of.
 *
 * @param step an update; its inputs are three scalars of i64 (the seed, the updates so far and
 *     those planned), those of the network, and what is to be learned; its outputs {@code loss},
 *     the metrics, and {@code carry.<input>} for what the next update takes
 * @param initializeState from the parameters to the first values of the optimiser's states
 * @param carries the inputs that are carried from update to update
 */
public record TrainingGraphs(Graph step, Graph initializeState, Set<String> carries) {
  public TrainingGraphs {
    carries = Set.copyOf(carries);
  }
}
