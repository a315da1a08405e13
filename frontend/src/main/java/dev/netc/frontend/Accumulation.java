package dev.netc.frontend;

import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Expressions;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradient accumulation: parameters move after every so many batches, by the mean of their
 * gradients. Until then the sum is a state, {@code accumulated.<path>}. Optimisers and schedules
 * count updates, not batches.
 */
final class Accumulation {
  private static final String STATE = "accumulated.";

  private final int batches;
  private final Frame frame;
  private final Expressions e;

  /**
   * @param batches the batches of one update
   */
  Accumulation(int batches, Frame frame) {
    this.batches = batches;
    this.frame = frame;
    this.e = new Expressions(frame.builder());
  }

  /** The frame in which {@code step} and {@code steps} are updates. */
  Frame updates() {
    if (batches == 1) {
      return frame;
    }
    Map<String, Meaning> counts = new HashMap<>();
    for (String name : List.of("step", "steps")) {
      Value count = scalar(name);
      counts.put(name, new Meaning.Tensor(e.divide(count, e.constant(batches, count))));
    }
    return frame.inline(counts);
  }

  private Value scalar(String name) {
    return Elaborator.values(frame.ambient(name).orElseThrow()).getFirst();
  }

  /** The mean gradients so far of this update; the states keep the sums. */
  List<Value> mean(List<String> paths, List<Value> gradients) {
    if (batches == 1) {
      return gradients;
    }
    List<Value> means = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Value gradient = gradients.get(i);
      String path = STATE + paths.get(i);
      Value before = frame.parameter(path, gradient.tensor(), Leaf.ParameterKind.STATE);
      Value sum = e.plus(before, gradient);
      frame.update(path, chosen(e.zeros(gradient.tensor()), sum));
      means.add(e.divide(sum, batches));
    }
    return means;
  }

  /** What an optimiser made of a parameter or state, when an update is due. */
  Value whenDue(Value updated, Value before) {
    return batches == 1 ? updated : chosen(updated, before);
  }

  private Value chosen(Value due, Value otherwise) {
    Value next = e.plus(scalar("step"), 1);
    Value updates = e.divide(next, e.constant(batches, next));
    Value whole = e.times(updates, e.constant(batches, next));
    Value isDue = e.compare(Comparison.EQUAL, whole, next);
    return e.select(e.broadcast(isDue, due.shape(), List.of()), due, otherwise);
  }

  /** Adds what the sums start as. */
  void initialize(Frame initial, Map<String, Value> trained) {
    if (batches > 1) {
      Expressions zero = new Expressions(initial.builder());
      trained.forEach(
          (path, value) -> initial.builder().output(STATE + path, zero.zeros(value.tensor())));
    }
  }
}
