package dev.netc.frontend;

import dev.netc.ir.Expressions;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The exponential moving average of the parameters (Polyak and Juditsky 1992), kept as states
 * {@code average.<path>}; evaluation and later uses take it in place of the parameters.
 */
final class WeightAverage {
  private final OptionalDouble decay;

  /**
   * @param decay what is left of the average after an update
   */
  WeightAverage(OptionalDouble decay) {
    this.decay = decay;
  }

  /** Moves the averages towards what the parameters are after this update. */
  void update(Map<String, Value> trained, Accumulation accumulation, Frame frame) {
    if (decay.isEmpty()) {
      return;
    }
    Expressions e = new Expressions(frame.builder());
    trained.forEach(
        (path, parameter) -> {
          String state = TrainingPlan.AVERAGE + path;
          Value before = frame.parameter(state, parameter.tensor(), Leaf.ParameterKind.STATE);
          Value after = frame.updates().get(path);
          Value moved =
              e.plus(e.times(before, decay.getAsDouble()), e.times(after, 1 - decay.getAsDouble()));
          frame.update(state, accumulation.whenDue(moved, before));
        });
  }

  /** Adds what the averages start as. */
  void initialize(Frame initial, Map<String, Value> trained) {
    if (decay.isPresent()) {
      trained.forEach(
          (path, value) ->
              initial
                  .builder()
                  .output(
                      TrainingPlan.AVERAGE + path,
                      initial.parameter(path, value.tensor(), Leaf.ParameterKind.PARAM)));
    }
  }
}
