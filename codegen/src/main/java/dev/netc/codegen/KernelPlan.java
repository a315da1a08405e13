package dev.netc.codegen;

import dev.netc.ir.Calls;
import dev.netc.ir.DType;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which values of a graph get memory, each by a kernel, and which are computed where they are used,
 * as {@link Storage} says; a loop with too many functions of the runtime is divided.
 */
public final class KernelPlan {
  private final Graph graph;
  private final Optional<LoopPlan> loop;
  private final FieldNames fields;
  private final int start;
  private final Map<Value, LoopPlan> loops = new LinkedHashMap<>();
  private final Map<Value, Map<Integer, Value>> results = new HashMap<>();

  /** When each kernel has ended, counted over the whole schedule, steps within loops included. */
  private final Map<Value, Integer> ends = new HashMap<>();

  private int length;
  private final List<Value> kernels = new ArrayList<>();
  private final Set<Value> escaping = new HashSet<>();
  private final Set<Value> stored = new HashSet<>();

  /** How many functions of the runtime the loop of a value has. */
  private final Map<Value, Integer> functions = new HashMap<>();

  /** Values that are computed into the array of the parameter that they replace. */
  private final Map<Value, Value> inPlace = new HashMap<>();

  /**
   * @param graph without calls of blocks
   */
  public KernelPlan(Graph graph) {
    this(UniqueIds.of(graph), Optional.empty(), 0);
  }

  /** The plan of the body of a loop. */
  KernelPlan(LoopPlan loop, int start) {
    this(loop.graph(), Optional.of(loop), start);
  }

  private KernelPlan(Graph graph, Optional<LoopPlan> loop, int start) {
    this.graph = graph;
    this.loop = loop;
    this.fields = loop.map(l -> l.outer().fields).orElseGet(() -> new FieldNames(graph));
    this.start = start;
    for (Value value : graph.values()) {
      if (value.op() instanceof Calls.Result(Value tuple, int index)) {
        results.computeIfAbsent(tuple, k -> new HashMap<>()).put(index, value);
      }
    }
    graph.outputs().forEach(o -> escaping.add(o.value()));
    graph.updates().forEach(u -> escaping.add(u.value()));
    stored.addAll(Storage.of(graph));
    storeWhereFunctionsAreMany();
    for (Value value : graph.values()) {
      if (stored.contains(value) && Storage.isKernel(value)) {
        kernels.add(value);
      }
    }
    schedule();
    graph.updates().stream()
        .filter(this::canBeInPlace)
        .forEach(u -> inPlace.put(u.value(), u.parameter()));
  }

  /** Divides loops with more functions of the runtime than one can have. */
  private void storeWhereFunctionsAreMany() {
    for (Value value : graph.values()) {
      if (value.op() instanceof Shaping.Concat) {
        continue; // a loop for each part
      }
      int own =
          value.op() instanceof Elementwise.Unary u
                  && VectorFormulas.FUNCTIONS.contains(u.function())
              ? 1
              : 0;
      List<Value> inline =
          value.op().operands().stream().filter(o -> !stored.contains(o)).distinct().toList();
      int all = own;
      for (Value operand : inline) {
        int added = functions.getOrDefault(operand, 0);
        if (all + added > VectorFormulas.MOST_FUNCTIONS) {
          stored.add(operand);
        } else {
          all += added;
        }
      }
      functions.put(value, all);
    }
  }

  /** How many functions of the runtime the loop of a value computes for each element. */
  int functions(Value value) {
    return functions.getOrDefault(value, 0);
  }

  private void schedule() {
    int position = start;
    for (Value kernel : kernels) {
      if (kernel.op() instanceof Scan) {
        LoopPlan inner = new LoopPlan(this, kernel, position);
        loops.put(kernel, inner);
        position = inner.last();
      }
      ends.put(kernel, position++);
    }
    length = position - start;
  }

  /** How many positions the kernels take in the schedule. */
  int length() {
    return length;
  }

  LoopPlan loop(Value scan) {
    LoopPlan found = loops.get(scan);
    if (found == null) {
      throw new IllegalStateException("no loop of this plan: " + scan);
    }
    return found;
  }

  /** This plan, and those of the bodies of all loops in it. */
  List<KernelPlan> withBodies() {
    List<KernelPlan> plans = new ArrayList<>(List.of(this));
    loops.values().forEach(inner -> plans.addAll(inner.body().withBodies()));
    return plans;
  }

  /** The loops in this plan, without those within them. */
  List<LoopPlan> loops() {
    return List.copyOf(loops.values());
  }

  /** Result {@code index} of a loop, if anything needs it. */
  Optional<Value> result(Value tuple, int index) {
    return Optional.ofNullable(results.getOrDefault(tuple, Map.of()).get(index));
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
        || graph.outputs().stream().anyMatch(o -> Storage.base(o.value()).equals(parameter))
        || graph.updates().stream()
            .anyMatch(
                u ->
                    !u.equals(update)
                        && (u.value().equals(value)
                            || Storage.base(u.value()).equals(parameter)))) {
      return false;
    }
    int index = kernels.indexOf(value);
    return kernels.stream().skip(index + 1L).noneMatch(k -> reads(k).contains(parameter));
  }

  /** Whether a value is computed into the array of the parameter that it replaces. */
  boolean isInPlace(Value value) {
    return inPlace.containsKey(value);
  }

  /** Whether the right factor of a product is the same in every run, so that it is packed once. */
  boolean isPacked(Linear.MatMul op) {
    return op.b().shape().rank() == 2
        && op.b().dtype() == DType.F32
        && isConstant(outermost(op.b()));
  }

  /**
   * Whether the right factor of a product in a loop is the same at every step, so that it is packed
   * when the loop begins.
   */
  boolean isPackedForLoop(Linear.MatMul op) {
    return loop.flatMap(l -> l.operandOfInvariant(op.b())).isPresent()
        && op.b().shape().rank() == 2
        && op.b().dtype() == DType.F32
        && op.b().shape().size().isConstant()
        && !isPacked(op);
  }

  /** What a value is outside all loops around it, if it is the same at every step; else itself. */
  Value outermost(Value value) {
    return loop.flatMap(l -> l.operandOfInvariant(value).map(l.outer()::outermost)).orElse(value);
  }

  /** Whether a value is a parameter that no run changes, or made of such. */
  boolean isConstant(Value value) {
    if (loop.isPresent()) {
      return loop.get().outer().isConstant(outermost(value));
    }
    return Calls.preparation(value).isPresent()
        || (value.op() instanceof Leaf.Parameter
            && graph.updates().stream().noneMatch(u -> u.parameter().equals(value)));
  }

  /** The parts of arenas that this plan and its loops need. */
  List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    Map<Value, Integer> lastReads = lastReads();
    for (Value kernel : kernels) {
      if (kernel.op() instanceof Scan) {
        LoopPlan inner = loop(kernel);
        slots.addAll(inner.buffers());
        results.getOrDefault(kernel, Map.of()).values().stream()
            .sorted(Comparator.comparingInt(Value::id))
            .forEach(v -> slots.add(slot(v, inner.first(), lastReads.getOrDefault(v, 0))));
        slots.addAll(inner.body().slots());
      } else if (!isInPlace(kernel) && !(loop.isPresent() && loop.get().isPlaced(kernel))) {
        int written = end(kernel);
        slots.add(slot(kernel, written, lastReads.getOrDefault(kernel, written)));
      }
    }
    return slots;
  }

  private static Slot slot(Value value, int first, int last) {
    return new Slot(
        LoopPlan.field(value), value, value.shape().size(), first, Math.max(first, last));
  }

  private int end(Value kernel) {
    return ends.getOrDefault(kernel, start);
  }

  /** Where the value is at run time. */
  Places.Place place(Value value) {
    Value base = Storage.base(value);
    return loop.isPresent() && Storage.isBoundary(base)
        ? loop.get().place(base)
        : Places.of(inPlace.getOrDefault(base, base), fields);
  }

  /** The field of an input or parameter of the graph, also where this is the plan of a loop. */
  String field(Value leaf) {
    return fields.of(leaf);
  }

  /** The field of the network with a constant, as {@link #isConstant} says. */
  String constantField(Value value) {
    return Places.of(outermost(value), fields).array();
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

  /** The values with memory that the kernel of {@code value} reads. */
  Set<Value> reads(Value value) {
    return Storage.reads(value, this::hasMemory);
  }

  /** For each value the position of the last kernel that reads it. */
  private Map<Value, Integer> lastReads() {
    Map<Value, Integer> last = new HashMap<>();
    for (Value kernel : kernels) {
      reads(kernel).forEach(read -> last.put(read, end(kernel)));
    }
    escaping.forEach(v -> last.put(Storage.base(v), start + length));
    return last;
  }

  /**
   * One line a kernel: when it runs, what it computes, how long the result lives; below a loop the
   * kernels of its body.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    Map<Value, Integer> last = lastReads();
    for (Value value : kernels) {
      boolean loops = value.op() instanceof Scan;
      String lives = loops ? "" : "lives to %3d".formatted(last.getOrDefault(value, end(value)));
      text.append(
          "%3d  %-24s %-28s %s  %s%n"
              .formatted(
                  loops ? loop(value).first() : end(value),
                  KernelNames.of(value),
                  value.type(),
                  lives,
                  KernelNames.where(value)));
      if (loops) {
        loop(value)
            .body()
            .toString()
            .lines()
            .forEach(l -> text.append("  ").append(l).append('\n'));
      }
    }
    return text.toString();
  }
}
