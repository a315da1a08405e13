package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import dev.netc.passes.KernelSchedule.Kernel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph in which values are computed again rather than kept, and what that costs.
 *
 * @param graph the same results, to the bit
 * @param again what is computed once more, for each time
 * @param operations floating-point operations of the graph before
 * @param extraOperations those that are added
 */
public record Recomputation(Graph graph, List<Again> again, long operations, long extraOperations) {
  /**
   * A value that is computed once more.
   *
   * @param value of the graph before
   * @param bytes what it takes
   * @param operations floating-point operations, with those of what is computed in its loop
   */
  public record Again(Value value, long bytes, long operations) {}

  public Recomputation {
    again = List.copyOf(again);
  }

  /**
   * The graph with as little computed again as the greedy rule of {@link Eviction} finds so that
   * results, by their lifetimes, take at most {@code bytes} at any time; nothing if it finds no
   * way. Loops are not run again, nor what leaves the graph or updates a parameter.
   *
   * @param graph without calls of blocks, after all other passes
   * @param extents of the symbolic dims; 1 for those that are not named
   */
  public static Optional<Recomputation> within(Graph graph, long bytes, Map<String, Long> extents) {
    KernelSchedule given = new KernelSchedule(graph, extents);
    long operations = given.kernels().stream().mapToLong(Kernel::operations).sum();
    if (given.peakBytes() <= bytes) {
      return Optional.of(new Recomputation(graph, List.of(), operations, 0));
    }
    Graph early = new ScheduledCopy(graph, given).inOrder(EarlyKernels.order(given));
    KernelSchedule moved = new KernelSchedule(early, extents);
    if (moved.peakBytes() <= bytes) {
      return Optional.of(new Recomputation(early, List.of(), operations, 0));
    }
    return moved.peakBytes() < given.peakBytes()
        ? within(early, moved, bytes, operations)
        : within(graph, given, bytes, operations);
  }

  private static Optional<Recomputation> within(
      Graph graph, KernelSchedule schedule, long bytes, long operations) {
    List<Kernel> kernels = schedule.kernels();
    if (bytes < schedule.leastBytes()) {
      return Optional.empty();
    }
    return Eviction.order(schedule, bytes)
        .map(
            order -> {
              List<Again> again = new ArrayList<>();
              Set<Integer> seen = new HashSet<>();
              for (int index : order) {
                if (!seen.add(index)) {
                  Kernel kernel = kernels.get(index);
                  again.add(new Again(kernel.value(), kernel.bytes(), kernel.operations()));
                }
              }
              return new Recomputation(
                  new ScheduledCopy(graph, schedule).inOrder(order),
                  again,
                  operations,
                  again.stream().mapToLong(Again::operations).sum());
            });
  }

  /** The most memory that the results of a graph take at a time, by their lifetimes. */
  public static long peakBytes(Graph graph, Map<String, Long> extents) {
    return new KernelSchedule(graph, extents).peakBytes();
  }
}
