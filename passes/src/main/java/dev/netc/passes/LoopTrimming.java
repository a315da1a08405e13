package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Leaf;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One loop without what nobody needs. */
final class LoopTrimming {
  private final Scan scan;
  private final Set<Integer> used;
  private final Set<Integer> carried = new TreeSet<>();
  private final Set<Value> needed = new HashSet<>();
  private final Map<Integer, Integer> indices = new HashMap<>();
  private @Nullable Value loop;
  private boolean changes;

  /**
   * @param used the results that are needed
   */
  LoopTrimming(Scan scan, Set<Integer> used) {
    this.scan = scan;
    this.used = used;
    for (int index : used) {
      if (index >= scan.carries()) {
        need(scan.results().get(index));
      } else if (!isUnchanged(index)) {
        carry(index);
      }
    }
  }

  /** Whether the loop that was made is another one. */
  boolean changes() {
    return changes;
  }

  private void carry(int index) {
    if (carried.add(index)) {
      need(scan.results().get(index));
    }
  }

  private void need(Value root) {
    List<Value> pending = new ArrayList<>(List.of(root));
    while (!pending.isEmpty()) {
      Value value = pending.removeLast();
      if (needed.add(value)) {
        pending.addAll(value.op().operands());
        int index = scan.carryInputs().indexOf(value);
        if (index >= 0 && !isUnchanged(index)) {
          carry(index);
        }
      }
    }
  }

  private boolean isUnchanged(int carry) {
    return scan.results().get(carry).equals(scan.carryInputs().get(carry));
  }

  /** Whether a body can make the value of an operand itself. */
  private static boolean isConstant(Value operand) {
    return switch (operand.op()) {
      case Leaf.Constant c -> true;
      case Leaf.DimSize d -> true;
      case Broadcast b -> b.x().shape().isScalar() && isConstant(b.x());
      default -> false;
    };
  }

  /** Makes the loop in the graph that {@code copy} writes. */
  void rebuild(Rewriter copy) {
    LoopBuilder builder = new LoopBuilder(scan.body().body().name());
    Map<Value, Value> copies = new HashMap<>();
    for (int index : carried) {
      Value input = scan.carryInputs().get(index);
      copies.put(input, builder.carry(input, copy.get(scan.initial().get(index))));
    }
    List<Value> inputs = scan.body().body().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (needed.contains(inputs.get(i)) && !copies.containsKey(inputs.get(i))) {
        copies.put(inputs.get(i), input(i, builder, copy.get(scan.operands().get(i))));
      }
    }
    List<Value> values = scan.body().body().values();
    builder.body().copy(values.stream().filter(needed::contains).toList(), copies);
    int n = 0;
    for (int index : carried) {
      builder.next(scan.carryInputs().get(index), copied(copies, index));
      indices.put(index, n++);
    }
    for (int index : used) {
      if (index >= scan.carries() && sequenceOf(index).isEmpty()) {
        indices.put(index, carried.size() + builder.emit(copied(copies, index)));
      }
    }
    if (builder.givesNothing()) {
      changes = true;
      return;
    }
    Scan trimmed = builder.build(scan);
    changes =
        !trimmed.operands().equals(copy.get(scan.operands()))
            || trimmed.results().size() < scan.results().size();
    loop = copy.builder().add(trimmed);
  }

  private Value copied(Map<Value, Value> copies, int index) {
    Value copied = copies.get(scan.results().get(index));
    if (copied == null) {
      throw new IllegalStateException("result " + index + " of " + scan.body() + " is not needed");
    }
    return copied;
  }

  private Value input(int index, LoopBuilder builder, Value operand) {
    Value like = scan.body().body().inputs().get(index);
    boolean isSequence = index >= scan.carries() && index < scan.carries() + scan.sequences();
    if (isConstant(operand)) {
      return constant(operand, like, builder);
    }
    return isSequence ? builder.step(like, operand) : builder.invariant(like, operand);
  }

  private static Value constant(Value operand, Value like, LoopBuilder builder) {
    builder.body().at(operand.origin());
    if (operand.op() instanceof Broadcast(Value x, var shape, var axes)) {
      Value scalar = constant(x, x, builder);
      return like.shape().isScalar()
          ? scalar
          : builder.body().add(new Broadcast(scalar, like.shape(), List.of()));
    }
    return builder.body().add(operand.op());
  }

  /** The sequence that a loop emits element by element as it is. */
  private Optional<Value> sequenceOf(int index) {
    int step = scan.stepInputs().indexOf(scan.results().get(index));
    return step < 0 ? Optional.empty() : Optional.of(scan.sequenceOperands().get(step));
  }

  /** A result of the loop before, in the graph that {@code copy} writes. */
  Value result(int index, Rewriter copy) {
    if (index < scan.carries() && isUnchanged(index)) {
      return copy.get(scan.initial().get(index));
    }
    if (index >= scan.carries() && sequenceOf(index).isPresent()) {
      return copy.get(sequenceOf(index).get());
    }
    if (loop == null) {
      throw new IllegalStateException("a loop without results: " + scan.body());
    }
    return copy.builder().add(new Calls.Result(loop, indices.get(index)));
  }
}
