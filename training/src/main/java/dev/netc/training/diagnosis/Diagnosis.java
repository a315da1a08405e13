package dev.netc.training.diagnosis;

import dev.netc.frontend.StandardLibrary;
import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import dev.netc.training.diagnosis.Finiteness.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Goes back from what is not finite to where that began. An infinity that the source writes, as a
 * mask before a softmax, is no beginning; one that arises is, also where NaN comes of it later.
 */
public final class Diagnosis {
  private final Run run;
  private final Finiteness finiteness;

  Diagnosis(Run run, boolean inputsAreMeant) {
    this.run = run;
    this.finiteness = new Finiteness(run, inputsAreMeant);
  }

  /**
   * The operation that made the first output of a run, or else its updates, not finite; empty if
   * they are finite.
   */
  public static Optional<NonFinite> of(Run run) {
    Diagnosis diagnosis = new Diagnosis(run, false);
    Graph graph = run.graph();
    Value loss = graph.outputs().getFirst().value();
    List<Value> results =
        diagnosis.finiteness.of(loss) != Kind.FINITE
            ? List.of(loss)
            : graph.updates().stream().map(Graph.Update::value).toList();
    return results.stream()
        .filter(v -> diagnosis.finiteness.of(v) != Kind.FINITE && !diagnosis.finiteness.isMeant(v))
        .map(diagnosis::beginning)
        .min(Comparator.comparingInt(graph.values()::indexOf))
        .map(diagnosis::described);
  }

  /** Whether a value went wrong within this graph. */
  boolean isAmiss(Value value) {
    return finiteness.of(value) != Kind.FINITE && !finiteness.isMeant(value);
  }

  /** The first operation on the way to a value that is amiss. */
  Value beginning(Value value) {
    Value at = value;
    Optional<Value> before = Optional.of(value);
    while (before.isPresent()) {
      at = before.get();
      before = cause(at);
    }
    return at;
  }

  /**
   * The operand that a value is not finite for: for NaN one that is NaN rather than infinite, for
   * an infinity one that is infinite, or else one that is NaN and was not chosen because it is.
   */
  private Optional<Value> cause(Value value) {
    Optional<Value> nan =
        operands(value).stream().filter(o -> finiteness.of(o) == Kind.NAN).findFirst();
    Optional<Value> infinite =
        operands(value).stream()
            .filter(o -> finiteness.of(o) == Kind.INFINITE && !finiteness.isMeant(o))
            .findFirst();
    return finiteness.of(value) == Kind.NAN ? nan.or(() -> infinite) : infinite.or(() -> nan);
  }

  private static List<Value> operands(Value value) {
    return value.op() instanceof Calls.Result(Value tuple, int index)
        ? tuple.op().operands()
        : value.op().operands();
  }

  /** What is to be said of the operation that a value is the result of. */
  NonFinite described(Value value) {
    NonFinite.Stage stage = stage(value);
    if (value.op() instanceof Calls.Result(Value tuple, int index)
        && tuple.op() instanceof Scan scan) {
      Optional<NonFinite> inside = new LoopDiagnosis(run, scan).find(tuple.origin(), stage);
      if (inside.isPresent()) {
        return inside.get();
      }
    }
    return new Description(run, value).of(stage);
  }

  private NonFinite.Stage stage(Value value) {
    if (StandardLibrary.holds(value.origin())) {
      return NonFinite.Stage.UPDATE;
    }
    boolean isForward =
        value.op() instanceof Leaf
            || Graph.needed(List.of(run.graph().outputs().getFirst().value())).contains(value);
    return isForward ? NonFinite.Stage.FORWARD : NonFinite.Stage.BACKWARD;
  }
}
