package dev.netc.passes;

import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.HashSet;
import java.util.Set;

/** On what the values of a loop's body depend. */
final class StepDependence {
  private final Set<Value> onCarries = new HashSet<>();
  private final Set<Value> onSteps = new HashSet<>();

  StepDependence(Scan scan) {
    onCarries.addAll(scan.carryInputs());
    onSteps.addAll(scan.stepInputs());
    for (Value value : scan.body().body().values()) {
      if (value.op().operands().stream().anyMatch(onCarries::contains)) {
        onCarries.add(value);
      }
      if (value.op().operands().stream().anyMatch(onSteps::contains)) {
        onSteps.add(value);
      }
    }
  }

  /** Whether a value is the same at every step. */
  boolean isInvariant(Value value) {
    return !onCarries.contains(value) && !onSteps.contains(value);
  }

  /** Whether a value differs between steps, but does not depend on the steps before. */
  boolean isOfStep(Value value) {
    return onSteps.contains(value) && !onCarries.contains(value);
  }
}
