package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Graph;
import dev.netc.ir.Reduction;
import dev.netc.ir.Scan;
import dev.netc.ir.Type;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.Products;
import dev.netc.ir.analysis.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a graph's kernels read, how much memory their results take and how much work they are, for
 * given extents of the symbolic dims. A kernel is called by its index, which is when it runs.
 */
final class KernelSchedule {
  /**
   * One kernel.
   *
   * @param value what it computes
   * @param reads the kernels whose results it reads
   * @param bytes of its result
   * @param operations floating-point operations
   * @param moved elements that it reads and writes
   * @param given the inputs and parameters that it reads
   * @param replaces the parameter in whose place the result is computed, if it is in one's
   * @param isRepeatable whether it may run again, and its result be forgotten in between
   */
  record Kernel(
      Value value,
      List<Integer> reads,
      Set<Value> given,
      Optional<Value> replaces,
      long bytes,
      long operations,
      long moved,
      boolean isRepeatable) {
    Kernel {
      reads = List.copyOf(reads);
      given = Set.copyOf(given);
    }
  }

  private final Set<Value> stored;
  private final Map<String, Long> extents;
  private final List<Kernel> kernels = new ArrayList<>();
  private final Map<Value, Integer> indices = new HashMap<>();
  private final List<List<Integer>> uses = new ArrayList<>();

  /**
   * @param graph without calls of blocks
   * @param extents of the symbolic dims; 1 for those that are not named
   */
  KernelSchedule(Graph graph, Map<String, Long> extents) {
    this.stored = Storage.of(graph);
    this.extents = extents;
    Set<Value> leaving = new HashSet<>();
    graph.outputs().forEach(o -> leaving.add(owner(o.value())));
    Map<Value, Value> updates = new HashMap<>();
    graph.updates().forEach(u -> updates.put(owner(u.value()), u.parameter()));
    Map<Value, Long> results = new HashMap<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Calls.Result(Value tuple, int index)) {
        results.merge(tuple, bytes(value), Long::sum);
      }
    }
    for (Value value : graph.values()) {
      if (stored.contains(value) && Storage.isKernel(value)) {
        boolean stays = leaving.contains(value) || updates.containsKey(value);
        // The new value of a parameter is mostly computed where the old one is.
        Optional<Value> replaces =
            value.op() instanceof Elementwise
                ? Optional.ofNullable(updates.get(value))
                : Optional.empty();
        long bytes =
            value.type() instanceof Type.Tuple
                ? results.getOrDefault(value, 0L)
                : replaces.isPresent() ? 0 : bytes(value);
        add(value, bytes, replaces, !stays && !(value.op() instanceof Scan));
      }
    }
    leaving.addAll(updates.keySet());
    for (Value value : leaving) {
      if (indices.containsKey(value)) {
        uses.get(indices.get(value)).add(kernels.size());
      }
    }
  }

  private void add(Value value, long bytes, Optional<Value> replaces, boolean isRepeatable) {
    int index = kernels.size();
    List<Integer> reads = new ArrayList<>();
    Set<Value> read = Storage.reads(value, stored::contains);
    long moved = elements(value);
    for (Value base : read) {
      moved += elements(base);
      Integer kernel = indices.get(owner(base));
      if (kernel != null && !reads.contains(kernel)) {
        reads.add(kernel);
        uses.get(kernel).add(index);
      }
    }
    reads.sort(Integer::compare);
    boolean repeatable = isRepeatable && !read.isEmpty();
    Set<Value> given = new HashSet<>(read);
    given.removeIf(v -> !Storage.isBoundary(v));
    kernels.add(
        new Kernel(
            value, reads, given, replaces, bytes, operations(value, true), moved, repeatable));
    indices.put(value, index);
    uses.add(new ArrayList<>());
  }

  /** The value that the kernel of {@code value} computes: itself, or the loop it is a result of. */
  static Value owner(Value value) {
    Value base = Storage.base(value);
    return base.op() instanceof Calls.Result(Value tuple, int index) ? tuple : base;
  }

  List<Kernel> kernels() {
    return kernels;
  }

  /**
   * The kernels that read the result of one, in order; behind all others if it leaves the graph.
   */
  List<Integer> uses(int kernel) {
    return uses.get(kernel);
  }

  boolean isStored(Value value) {
    return stored.contains(value);
  }

  /** The most memory that results take at the same time if each kernel runs once. */
  long peakBytes() {
    long[] kept = new long[kernels.size() + 1];
    for (int i = 0; i < kernels.size(); i++) {
      int last = uses.get(i).isEmpty() ? i : uses.get(i).getLast();
      for (int at = i; at <= last; at++) {
        kept[at] += kernels.get(i).bytes();
      }
    }
    long peak = 0;
    for (long bytes : kept) {
      peak = Math.max(peak, bytes);
    }
    return peak;
  }

  /** What the most demanding kernel needs: its operands and its result. Less can never do. */
  long leastBytes() {
    long least = 0;
    for (Kernel kernel : kernels) {
      long reads = kernel.reads().stream().mapToLong(r -> kernels.get(r).bytes()).sum();
      least = Math.max(least, reads + kernel.bytes());
    }
    return least;
  }

  private long operations(Value value, boolean isRoot) {
    if (!isRoot && stored.contains(value)) {
      return 0;
    }
    long own =
        switch (value.op()) {
          case Elementwise e -> elements(value);
          case Reduction.Reduce r -> elements(r.x());
          case Calls.Call call ->
              call.function().body().values().stream()
                  .filter(v -> v.op() instanceof Elementwise)
                  .mapToLong(this::elements)
                  .sum();
          default -> 0;
        };
    long inlined = value.op().operands().stream().mapToLong(o -> operations(o, false)).sum();
    return own + 2 * Products.of(value, extents) + inlined;
  }

  private long elements(Value value) {
    return value.type() instanceof Type.Tuple ? 0 : count(value.shape().size());
  }

  private long bytes(Value value) {
    DType dtype = value.dtype();
    return elements(value) * dtype.bytes();
  }

  private long count(Dim dim) {
    Map<String, Long> all = new HashMap<>(extents);
    dim.symbols().forEach(s -> all.putIfAbsent(s, 1L));
    return dim.evaluate(all);
  }
}
