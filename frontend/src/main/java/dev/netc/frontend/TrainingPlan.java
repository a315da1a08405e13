package dev.netc.frontend;

import dev.netc.ir.Graph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a network is trained.
 *
 * @param step one update: inputs are the network's, the targets, and the scalars seed, step
 *     (updates so far) and steps (updates planned) of i64, and how the last evaluation went, for
 *     schedules that ask; outputs are {@code loss}, the metrics, what is carried to the next batch,
 *     and the rate of a schedule; updates assign parameters and states. The states of the optimiser
 *     are parameters {@code optimizer.<state>.<path>}
 * @param watched the step with a further output {@code norm.<path>} for each parameter that is
 *     trained: the Euclidean norm of its gradient before clipping; and {@code norms.<loop>} for
 *     each loop: by step, the norm of the gradient to the carries with which it begins
 * @param evaluate loss and metrics, the means over the batch, of the inference network, and what is
 *     carried
 * @param initialize from the scalar i64 {@code seed} to the first value of each parameter and state
 *     of what is trained
 * @param classification how a network that classifies is measured, if the section says so
 * @param initializeState from the network's parameters to the first values of the optimiser's
 *     states
 * @param data where examples come from
 * @param batch examples in one update
 * @param epochs passes over the examples
 * @param optimizer the optimiser's name
 * @param carries the inputs that are, for the next batch of a stream, a result of the network, and
 *     which one; {@code carry.<input>} is an output of both graphs
 */
public record TrainingPlan(
    Graph step,
    Graph watched,
    Graph evaluate,
    Graph initialize,
    Optional<Classification> classification,
    Graph initializeState,
    DataSpec data,
    int batch,
    int epochs,
    String optimizer,
    Map<String, String> carries) {
  /** What the outputs of both graphs are called that a later batch has as inputs. */
  public static final String CARRY = "carry.";

  /** What the norms of gradients are called among the outputs of {@link #watched}. */
  public static final String NORM = "norm.";

  /** What the norms of the gradients to the carries of a loop, by step, are called there. */
  public static final String NORMS_BY_STEP = "norms.";

  /** What the moving averages of parameters are called among the states. */
  public static final String AVERAGE = "average.";

  /** What a metric of the last evaluation is called among the inputs of the step, f32. */
  public static final String VALIDATION = "validation.";

  /** What the number of evaluations so far is called there, i64. */
  public static final String VALIDATIONS = "validations";

  /** What the rate of an update is called among the outputs of the step, if it is no constant. */
  public static final String RATE = "optimizer.rate";

  /** What the loss of one of several networks is called among the outputs of both graphs. */
  public static final String LOSS_OF = "loss.";

  public TrainingPlan {
    carries = Collections.unmodifiableMap(new LinkedHashMap<>(carries));
  }

  /** The plan whose step gives the norms of gradients, too. */
  public TrainingPlan watching() {
    return new TrainingPlan(
        watched,
        watched,
        evaluate,
        initialize,
        classification,
        initializeState,
        data,
        batch,
        epochs,
        optimizer,
        carries);
  }
}
