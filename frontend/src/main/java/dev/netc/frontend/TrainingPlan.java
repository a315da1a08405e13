package dev.netc.frontend;

import dev.netc.ir.Graph;
import java.util.List;

/**
 * How a network is trained.
 *
 * @param step one update: inputs are the network's, the targets, and the scalars seed, step
 *     (updates so far) and steps (updates planned) of i64; outputs are {@code loss}, the metrics,
 *     and what is carried to the next batch; updates assign parameters and states. The states of
 *     the optimiser are parameters {@code optimizer.<state>.<path>}
 * @param evaluate loss and metrics, the means over the batch, of the inference network, and what is
 *     carried
 * @param initializeState from the network's parameters to the first values of the optimiser's
 *     states
 * @param data where examples come from
 * @param batch examples in one update
 * @param epochs passes over the examples
 * @param optimizer the optimiser's name
 */
public record TrainingPlan(
    Graph step,
    Graph evaluate,
    Graph initializeState,
    DataSpec data,
    int batch,
    int epochs,
    String optimizer) {
  /** What the outputs of both graphs are called that a later batch has as inputs. */
  public static final String CARRY = "carry.";

  /** The inputs that are what the batch before gave: of each the graphs have an output, too. */
  public List<String> carries() {
    return step.outputs().stream()
        .map(Graph.Output::name)
        .filter(name -> name.startsWith(CARRY))
        .map(name -> name.substring(CARRY.length()))
        .toList();
  }
}
