package dev.netc.ir.analysis;

import dev.netc.ir.Calls;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Reduction;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which values of a graph are kept in memory and which are computed where they are used: an
 * elementwise value with one user joins the user's loop, a broadcast is only another index, a
 * reshape is another name.
 */
public final class Storage {
  private final Map<Value, List<Value>> users = new HashMap<>();
  private final Set<Value> escaping = new HashSet<>();

  private Storage(Graph graph) {
    for (Value value : graph.values()) {
      value
          .op()
          .operands()
          .forEach(o -> users.computeIfAbsent(o, k -> new ArrayList<>()).add(value));
    }
    graph.outputs().forEach(o -> escaping.add(o.value()));
    graph.updates().forEach(u -> escaping.add(u.value()));
  }

  /** The values of a graph without calls of blocks that are kept, or are there before a run. */
  public static Set<Value> of(Graph graph) {
    Storage storage = new Storage(graph);
    Set<Value> stored = new HashSet<>();
    graph.values().stream().filter(storage::isStored).forEach(stored::add);
    return stored;
  }

  /** Whether a value is there before a run: given, or made of parameters when they are. */
  public static boolean isBoundary(Value value) {
    return value.op() instanceof Leaf.Input
        || value.op() instanceof Leaf.Parameter
        || Calls.preparation(value).isPresent();
  }

  /** Whether a value that is stored is computed by a kernel of its own, not another's memory. */
  public static boolean isKernel(Value value) {
    return !isBoundary(value)
        && !(value.op() instanceof Shaping.Reshape)
        && !(value.op() instanceof Shaping.Barrier)
        && !(value.op() instanceof Calls.Result);
  }

  /** The value whose memory this one's is: itself, or what it is a reshape of. */
  public static Value base(Value value) {
    Value base = value;
    while (base.op() instanceof Shaping.Reshape || base.op() instanceof Shaping.Barrier) {
      base = base.op().operands().getFirst();
    }
    return base;
  }

  /**
   * The values with memory that the kernel of {@code value} reads.
   *
   * @param stored which values have memory
   */
  public static Set<Value> reads(Value value, Predicate<Value> stored) {
    Set<Value> reads = new HashSet<>();
    for (Value operand : value.op().operands()) {
      if (stored.test(operand)) {
        reads.add(base(operand));
      } else {
        reads.addAll(reads(operand, stored));
      }
    }
    return reads;
  }

  private boolean isStored(Value value) {
    if (escaping.contains(value) || isBoundary(value)) {
      return true;
    }
    List<Value> uses = users.getOrDefault(value, List.of());
    return switch (value.op()) {
      case Leaf leaf -> uses.stream().anyMatch(u -> !isLoop(u));
      case Shaping.Broadcast b -> uses.stream().anyMatch(u -> !isLoop(u));
      case Shaping.Slice s -> !uses.stream().allMatch(u -> u.op() instanceof Elementwise);
      case Elementwise e ->
          uses.size() != 1
              || !(isLoop(uses.getFirst()) || isConcatOfRows(uses.getFirst()))
              || uses.getFirst().op() instanceof Shaping.Broadcast;
      default -> true;
    };
  }

  /** Whether the kernel of a value is a generated loop, which computes its operands in place. */
  private static boolean isLoop(Value value) {
    return value.op() instanceof Elementwise
        || value.op() instanceof Shaping.Broadcast
        || value.op() instanceof Reduction.Reduce;
  }

  /** Whether the kernel of a value computes its parts where they go. */
  private static boolean isConcatOfRows(Value value) {
    return value.op() instanceof Shaping.Concat c && isOfRows(c);
  }

  /** Whether a concatenation is along an axis that is not the first: a loop over rows. */
  public static boolean isOfRows(Shaping.Concat concat) {
    return concat.axis() > 0;
  }
}
