package dev.netc.codegen;

import dev.netc.ir.DType;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Reduction;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which values of a graph get memory, each by a kernel, and which are computed where they are used:
 * an elementwise value with one user joins the user's loop, a broadcast is only another index, a
 * reshape is another name.
 */
public final class KernelPlan {
  private final Graph graph;
  private final List<Value> kernels = new ArrayList<>();
  private final Map<Value, List<Value>> users = new HashMap<>();
  private final Set<Value> escaping = new HashSet<>();
  private final Set<Value> stored = new HashSet<>();

  /** Values that are computed into the array of the parameter that they replace. */
  private final Map<Value, Value> inPlace = new HashMap<>();

  /**
   * @param graph without calls
   */
  public KernelPlan(Graph graph) {
    this.graph = graph;
    for (Value value : graph.values()) {
      value
          .op()
          .operands()
          .forEach(o -> users.computeIfAbsent(o, k -> new ArrayList<>()).add(value));
    }
    graph.outputs().forEach(o -> escaping.add(o.value()));
    graph.updates().forEach(u -> escaping.add(u.value()));
    for (Value value : graph.values()) {
      if (isStored(value)) {
        stored.add(value);
        if (!isBoundary(value) && !(value.op() instanceof Shaping.Reshape)) {
          kernels.add(value);
        }
      }
    }
    graph.updates().stream()
        .filter(this::canBeInPlace)
        .forEach(u -> inPlace.put(u.value(), u.parameter()));
  }

  /**
   * Whether the new value of a parameter can be computed where the old one is: by a loop that reads
   * each element only to replace it, after every other kernel that reads the old value.
   */
  private boolean canBeInPlace(Graph.Update update) {
    Value value = update.value();
    Value parameter = update.parameter();
    Formulas formulas = new Formulas(this);
    if (!(value.op() instanceof Elementwise)
        || value.shape().isScalar()
        || !formulas.isFlat(value, value.shape())
        || graph.outputs().stream().anyMatch(o -> base(o.value()).equals(parameter))
        || graph.updates().stream()
            .anyMatch(
                u ->
                    !u.equals(update)
                        && (u.value().equals(value) || base(u.value()).equals(parameter)))) {
      return false;
    }
    int index = kernels.indexOf(value);
    return kernels.stream().skip(index + 1L).noneMatch(k -> reads(k).contains(parameter));
  }

  /** Whether a value is computed into the array of the parameter that it replaces. */
  boolean isInPlace(Value value) {
    return inPlace.containsKey(value);
  }

  /**
   * Whether the right factor of a product is a parameter that no run changes, so that it is packed
   * once.
   */
  boolean isPacked(Linear.MatMul op) {
    return op.b().shape().rank() == 2 && op.b().dtype() == DType.F32 && isConstant(op.b());
  }

  /** Whether a value is a parameter that no run changes. */
  boolean isConstant(Value value) {
    return value.op() instanceof Leaf.Parameter
        && graph.updates().stream().noneMatch(u -> u.parameter().equals(value));
  }

  /** The indices of the kernels whose values are in the arena of {@code dtype}. */
  List<Integer> inArena(DType dtype) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < kernels.size(); i++) {
      if (kernels.get(i).dtype() == dtype && !isInPlace(kernels.get(i))) {
        indices.add(i);
      }
    }
    return indices;
  }

  /** Where the value is at run time. */
  Places.Place place(Value value) {
    Value base = base(value);
    return Places.of(inPlace.getOrDefault(base, base));
  }

  /** The places of values as arguments of a call: an array and an offset for each. */
  String arguments(Value... values) {
    return Stream.of(values).map(v -> place(v).arguments()).collect(Collectors.joining(", "));
  }

  public Graph graph() {
    return graph;
  }

  /** The values that kernels compute, in the order in which they run. */
  public List<Value> kernels() {
    return kernels;
  }

  /** Whether the value has memory; otherwise it is computed where it is used. */
  boolean hasMemory(Value value) {
    return stored.contains(value);
  }

  static boolean isBoundary(Value value) {
    return value.op() instanceof Leaf.Input || value.op() instanceof Leaf.Parameter;
  }

  private boolean isStored(Value value) {
    if (escaping.contains(value) || isBoundary(value)) {
      return true;
    }
    List<Value> uses = users.getOrDefault(value, List.of());
    return switch (value.op()) {
      case Leaf leaf -> uses.stream().anyMatch(u -> !isLoop(u));
      case Shaping.Broadcast b -> uses.stream().anyMatch(u -> !isLoop(u));
      case Elementwise e ->
          uses.size() != 1
              || !isLoop(uses.getFirst())
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

  /** The value whose memory this one's is: itself, or what it is a reshape of. */
  static Value base(Value value) {
    Value base = value;
    while (base.op() instanceof Shaping.Reshape(Value x, var shape)) {
      base = x;
    }
    return base;
  }

  /** The values with memory that the kernel of {@code value} reads. */
  Set<Value> reads(Value value) {
    Set<Value> reads = new HashSet<>();
    for (Value operand : value.op().operands()) {
      if (hasMemory(operand)) {
        reads.add(base(operand));
      } else {
        reads.addAll(reads(operand));
      }
    }
    return reads;
  }

  /** For each kernel the index of the last kernel that reads its value. */
  List<Integer> lastReads() {
    Map<Value, Integer> last = new HashMap<>();
    for (int i = 0; i < kernels.size(); i++) {
      last.put(kernels.get(i), i);
      for (Value read : reads(kernels.get(i))) {
        last.put(read, i);
      }
    }
    escaping.forEach(v -> last.put(base(v), kernels.size()));
    return kernels.stream().map(last::get).toList();
  }

  /** One line a kernel: when it runs, what it computes, how long the result lives. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    List<Integer> last = lastReads();
    for (int i = 0; i < kernels.size(); i++) {
      Value value = kernels.get(i);
      text.append(
          "%3d  %-24s %-28s lives to %3d  %s%n"
              .formatted(
                  i, KernelNames.of(value), value.type(), last.get(i), KernelNames.where(value)));
    }
    return text.toString();
  }
}
