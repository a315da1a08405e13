package dev.netc.training.diagnosis;

import dev.netc.ir.Graph;
import dev.netc.ir.Origin;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import dev.netc.runtime.ElementType;
import dev.netc.training.diagnosis.Finiteness.Kind;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a loop step by step up to the one in which a number is none. */
final class LoopDiagnosis {
  private final Run run;
  private final Scan scan;

  LoopDiagnosis(Run run, Scan scan) {
    this.run = run;
    this.scan = scan;
  }

  /** The operation of the body that a result of the loop is not finite for. */
  Optional<NonFinite> find(Origin place, NonFinite.Stage stage) {
    Graph body = scan.body().body();
    List<Object> operands = Probe.arrays(run, scan.operands());
    Probe step = new Probe(run.of(body, List.of()), scan.results(), (e, value) -> value);
    List<Object> carries = operands.subList(0, scan.carries());
    int trips = Math.toIntExact(scan.trips().evaluate(run.extents()));
    for (int i = 0; i < trips; i++) {
      int at = scan.reversed() ? trips - 1 - i : i;
      List<Object> inputs = new ArrayList<>(carries);
      for (int s = scan.carries(); s < scan.carries() + scan.sequences(); s++) {
        inputs.add(row(operands.get(s), body.inputs().get(s), at));
      }
      inputs.addAll(operands.subList(scan.carries() + scan.sequences(), operands.size()));
      List<Object> results = step.arrays(inputs);
      if (results.stream().anyMatch(r -> Numbers.kind(r) != Kind.FINITE)) {
        Diagnosis within = new Diagnosis(run.of(body, inputs), true);
        Optional<Value> amiss = scan.results().stream().filter(within::isAmiss).findFirst();
        if (amiss.isPresent()) {
          NonFinite found = within.described(within.beginning(amiss.get()));
          return Optional.of(found.within(place, stage, "step " + at + " of a loop"));
        }
      }
      carries = results.subList(0, scan.carries());
    }
    return Optional.empty();
  }

  private Object row(Object sequence, Value element, int at) {
    int size = Array.getLength(sequence) / Math.toIntExact(scan.trips().evaluate(run.extents()));
    Object row = ElementType.valueOf(element.dtype().name()).newArray(size);
    System.arraycopy(sequence, at * size, row, 0, size);
    return row;
  }
}
