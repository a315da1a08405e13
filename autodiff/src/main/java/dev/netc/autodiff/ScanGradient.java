package dev.netc.autodiff;

import dev.netc.ir.Calls;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Back-propagation through time (Werbos 1990): the gradient of a loop is a loop that runs the other
 * way. It carries the cotangents of the carries and sums those of the invariants; what it needs of
 * the forward computation is emitted by a copy of the forward loop, which a pass makes one with the
 * loop itself.
 */
final class ScanGradient {
  private final GraphBuilder builder;
  private final Expressions e;
  private final Scan scan;
  private final StepGradient step;

  /**
   * @param cotangents by the index of the result
   * @param active whether a cotangent of an operand is needed
   */
  private ScanGradient(
      GraphBuilder builder, Scan scan, Map<Integer, Value> cotangents, Predicate<Value> active) {
    this.builder = builder;
    this.e = new Expressions(builder);
    this.scan = scan;
    this.step = new StepGradient(scan, cotangents.keySet(), wanted(scan, active));
  }

  /**
   * Adds the cotangents of the operands of a loop that are active to those known so far.
   *
   * @param cotangents of the loop's results, by index
   * @param known the cotangents of values; the sums of invariants go on from theirs, so that they
   *     are added up in the order of an unrolled loop
   * @param add takes the further cotangents
   * @return the loop that propagates back
   */
  static BackwardLoop pull(
      GraphBuilder builder,
      Scan scan,
      Map<Integer, Value> cotangents,
      Predicate<Value> active,
      Map<Value, Value> known,
      BiConsumer<Value, Value> add) {
    return new ScanGradient(builder, scan, cotangents, active).pull(cotangents, known, add);
  }

  /** The operands to differentiate by: float carries, whose values later steps depend on, too. */
  private static List<Integer> wanted(Scan scan, Predicate<Value> active) {
    List<Integer> wanted = new ArrayList<>();
    for (int i = 0; i < scan.operands().size(); i++) {
      Value operand = scan.operands().get(i);
      if (operand.dtype().isFloat() && (i < scan.carries() || active.test(operand))) {
        wanted.add(i);
      }
    }
    return wanted;
  }

  private BackwardLoop pull(
      Map<Integer, Value> cotangents, Map<Value, Value> known, BiConsumer<Value, Value> add) {
    List<Value> carried = new ArrayList<>();
    Set<Value> continued = new HashSet<>();
    for (int index : step.carried()) {
      Value operand = scan.operands().get(index);
      Value start = index < scan.carries() ? cotangents.get(index) : null;
      if (index >= scan.carries() && !scan.initial().contains(operand) && continued.add(operand)) {
        start = known.remove(operand);
      }
      carried.add(start != null ? start : e.zeros(operand.tensor()));
    }
    List<Value> operands = new ArrayList<>(carried);
    operands.addAll(saved());
    step.emittedCotangents().forEach(index -> operands.add(cotangents.get(index)));
    operands.addAll(scan.invariants());
    Function body = new Function(scan.body().name() + "_gradient", Function.Kind.LOOP, step.body());
    int sequences = step.saved().size() + step.emittedCotangents().size();
    Value loop =
        builder.add(
            new Scan(
                body,
                operands,
                carried.size(),
                sequences,
                scan.trips(),
                !scan.reversed(),
                scan.recomputed()));
    List<Integer> order = step.resultOrder();
    for (int i = 0; i < order.size(); i++) {
      add.accept(scan.operands().get(order.get(i)), builder.add(new Calls.Result(loop, i)));
    }
    long cotangentsOfCarries = step.carried().stream().filter(i -> i < scan.carries()).count();
    return new BackwardLoop(loop, Math.toIntExact(cotangentsOfCarries));
  }

  /** What the steps of the gradient need of those of the loop, stacked. */
  private List<Value> saved() {
    List<Value> emitted = step.saved().stream().filter(v -> !step.isStep(v)).toList();
    Graph extended = step.extended(emitted);
    Function body = new Function(scan.body().name(), Function.Kind.LOOP, extended);
    Value loop = emitted.isEmpty() ? null : builder.add(scan.withBody(body));
    int next = scan.results().size();
    List<Value> saved = new ArrayList<>();
    for (Value value : step.saved()) {
      if (loop == null || step.isStep(value)) {
        saved.add(scan.sequenceOperands().get(step.indexOfStep(value)));
      } else {
        saved.add(builder.add(new Calls.Result(loop, next++)));
      }
    }
    return saved;
  }
}
