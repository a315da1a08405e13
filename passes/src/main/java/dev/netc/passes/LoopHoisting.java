package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Indexing.Gather;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Shaping.Reshape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One loop without the work that all its steps can do at once. */
final class LoopHoisting {
  private final Scan scan;
  private final StepDependence dependence;
  private final AllSteps outside;
  private final Expressions e;
  private final LoopBuilder inner;
  private final Map<Value, Value> copies = new HashMap<>();

  /** How to compute each result of the loop before when the new loop is there. */
  private final Map<Integer, Supplier<Value>> results = new HashMap<>();

  private final @Nullable Value loop;

  /** Whether there is something to take out of a loop. */
  static boolean pays(Scan scan) {
    if (scan.recomputed()) {
      return false;
    }
    StepDependence dependence = new StepDependence(scan);
    return scan.body().body().values().stream()
            .anyMatch(v -> isForAllSteps(v, dependence) || isForOnce(v, dependence))
        || scan.emitted().stream().anyMatch(v -> isForAfter(v, scan, dependence))
        || IntStream.range(0, scan.carries())
            .anyMatch(i -> !Accumulator.terms(scan, i, dependence).isEmpty());
  }

  /**
   * Makes the loop in the graph that {@code copy} writes, and what comes before it.
   *
   * @param copy has the loop's operands
   */
  LoopHoisting(Scan scan, Rewriter copy) {
    this.scan = scan;
    this.dependence = new StepDependence(scan);
    this.outside = new AllSteps(scan, dependence, copy);
    this.e = new Expressions(copy.builder());
    this.inner = new LoopBuilder(scan.body().body().name());
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < scan.carries(); i++) {
      List<Value> terms = Accumulator.terms(scan, i, dependence);
      if (terms.isEmpty()) {
        Value input = scan.carryInputs().get(i);
        copies.put(input, inner.carry(input, outside.initial(i)));
        int carry = kept.size();
        results.put(i, () -> result(carry));
        kept.add(i);
      } else {
        results.put(i, sum(i, terms));
      }
    }
    kept.forEach(i -> inner.next(scan.carryInputs().get(i), inside(scan.results().get(i))));
    for (int i = scan.carries(); i < scan.results().size(); i++) {
      Value emitted = scan.results().get(i);
      results.put(
          i,
          isForAfter(emitted, scan, dependence) && emitted.op() instanceof MatMul product
              ? after(product)
              : stack(emitted));
    }
    this.loop = inner.givesNothing() ? null : copy.builder().add(inner.build(scan));
  }

  /** A result of the loop before. */
  Value result(Calls.Result of) {
    Supplier<Value> after = results.get(of.index());
    if (after == null) {
      throw new IllegalStateException("result " + of.index() + " of " + scan.body());
    }
    return after.get();
  }

  private Value result(int index) {
    if (loop == null) {
      throw new IllegalStateException("a loop without results: " + scan.body());
    }
    return e.builder().add(new Calls.Result(loop, index));
  }

  /** What does not wait for a carry and is a heavy kernel, or what is looked up. */
  private static boolean isForAllSteps(Value value, StepDependence dependence) {
    boolean heavy =
        switch (value.op()) {
          case MatMul op -> AllSteps.isRowsByMatrix(op, dependence);
          case Gather op -> true;
          // A bias goes with its product.
          case Binary(BinaryFunction f, Value x, Value y) ->
              f == BinaryFunction.ADD
                  && x.op() instanceof MatMul
                  && y.op() instanceof Broadcast
                  && dependence.isInvariant(y);
          default -> false;
        };
    return heavy && dependence.isOfStep(value) && AllSteps.canStack(value, dependence);
  }

  /** What is the same at every step and more than another view of it. */
  private static boolean isForOnce(Value value, StepDependence dependence) {
    return dependence.isInvariant(value)
        && value.type() instanceof TensorType
        && !(value.op() instanceof Leaf)
        && !(value.op() instanceof Broadcast)
        && !(value.op() instanceof Reshape);
  }

  /** A product that only leaves the loop. */
  private static boolean isForAfter(Value value, Scan scan, StepDependence dependence) {
    return value.op() instanceof MatMul op
        && AllSteps.isRowsByMatrix(op, dependence)
        && !dependence.isOfStep(value)
        && scan.body().body().values().stream().noneMatch(v -> v.op().operands().contains(value))
        && !scan.results().subList(0, scan.carries()).contains(value);
  }

  private Supplier<Value> after(MatMul product) {
    Supplier<Value> rows = stack(product.a());
    return () -> outside.product(rows.get(), product, Optional.empty());
  }

  /** The values of all steps: of a sequence as it is, of others what the loop emits. */
  private Supplier<Value> stack(Value value) {
    if (scan.stepInputs().contains(value) || isForAllSteps(value, dependence)) {
      return () -> outside.stack(value);
    }
    int emitted = inner.emit(inside(value));
    return () -> result(inner.carries() + emitted);
  }

  private Supplier<Value> sum(int carry, List<Value> terms) {
    List<Supplier<Value>> sums =
        terms.stream().map(t -> Accumulator.sum(t, this::stack, outside)).toList();
    return () -> {
      Value total = outside.initial(carry);
      for (Supplier<Value> sum : sums) {
        total = e.plus(total, sum.get());
      }
      return total;
    };
  }

  /** A value of the body before in the new body. */
  private Value inside(Value value) {
    Value known = copies.get(value);
    if (known == null) {
      known = copied(value);
      copies.put(value, known);
    }
    return known;
  }

  private Value copied(Value value) {
    boolean isInput = value.op() instanceof Leaf.Input;
    if (isForOnce(value, dependence) || (isInput && dependence.isInvariant(value))) {
      return inner.invariant(value, outside.once(value));
    }
    if (isForAllSteps(value, dependence) || isInput) {
      return inner.step(value, outside.stack(value));
    }
    List<Value> operands = value.op().operands().stream().map(this::inside).toList();
    inner.body().at(value.origin());
    return inner.body().add(value.op().withOperands(operands));
  }
}
