package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.Storage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies a graph, kernel by kernel in a given order; what is computed again is so behind a {@link
 * Shaping.Barrier}.
 */
final class ScheduledCopy {
  private final Graph source;
  private final KernelSchedule schedule;
  private final Rewriter copy;

  /** The latest copy of each kernel's value, and of what is there before a run. */
  private final Map<Value, Value> latest = new HashMap<>();

  private @Nullable Value before;

  ScheduledCopy(Graph source, KernelSchedule schedule) {
    this.source = source;
    this.schedule = schedule;
    this.copy = new Rewriter(source);
  }

  Graph inOrder(List<Integer> order) {
    Map<Value, Value> once = new HashMap<>();
    for (Value value : source.values()) {
      if (Storage.isBoundary(value)) {
        latest.put(value, resolve(value, once));
      }
    }
    Set<Integer> seen = new HashSet<>();
    for (int kernel : order) {
      Value value = schedule.kernels().get(kernel).value();
      Map<Value, Value> made = new HashMap<>();
      if (!seen.add(kernel)) {
        for (Value read : anew(value)) {
          copy.builder().at(read.origin());
          Value old = resolve(read, made);
          made.put(read, copy.builder().add(new Shaping.Barrier(old, before(old))));
        }
      }
      Value result = add(value, made);
      latest.put(value, result);
      before = result.type() instanceof TensorType ? result : before;
    }
    Map<Value, Value> made = new HashMap<>();
    source.outputs().forEach(o -> keep(o.value(), made));
    source.updates().forEach(u -> keep(u.value(), made));
    return copy.finish();
  }

  private Value before(Value otherwise) {
    return before == null ? otherwise : before;
  }

  private void keep(Value value, Map<Value, Value> made) {
    if (!copy.has(value)) {
      copy.replace(value, resolve(value, made));
    }
  }

  /**
   * What a kernel reads behind a barrier when it runs again. One read makes it another operation; a
   * loop must also compute anew what is computed in it, so that all its reads are.
   */
  private List<Value> anew(Value value) {
    List<Value> reads =
        Storage.reads(value, schedule::isStored).stream()
            .sorted(Comparator.comparing(ScheduledCopy::isOfParameters).thenComparingInt(Value::id))
            .toList();
    boolean computesOperands = !value.op().operands().stream().allMatch(schedule::isStored);
    return computesOperands ? reads : List.of(reads.getFirst());
  }

  private static boolean isOfParameters(Value value) {
    return value.op() instanceof Leaf.Parameter || Calls.isPrepared(value);
  }

  /**
   * The copy of a value: the latest of a kernel, a new one of what is computed where it is used.
   */
  private Value resolve(Value value, Map<Value, Value> made) {
    Value known = made.get(value);
    if (known != null) {
      return known;
    }
    Value result = latest.get(value);
    if (result == null) {
      result = copy.has(value) ? copy.get(value) : add(value, made);
    }
    made.put(value, result);
    return result;
  }

  private Value add(Value value, Map<Value, Value> made) {
    List<Value> operands = value.op().operands().stream().map(o -> resolve(o, made)).toList();
    Op op = value.op().withOperands(operands);
    copy.builder().at(value.origin());
    return copy.builder().add(op);
  }
}
