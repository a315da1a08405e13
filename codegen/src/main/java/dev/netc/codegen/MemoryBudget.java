package dev.netc.codegen;

import dev.netc.ir.Graph;
import dev.netc.passes.Pipeline;
import dev.netc.passes.Recomputation;
import java.util.Map;
import java.util.Optional;

/**
 * How a graph is made to run in the memory that it is given: values are computed again where they
 * would have to be kept for long, until the arenas of the {@link MemoryPlan} fit.
 *
 * @param graph after the passes, ready to be compiled without others
 * @param recomputation what is computed again
 * @param extents of the symbolic dims
 * @param before the bytes of the arenas of the graph after the same passes with nothing computed
 *     again
 * @param after the bytes of its arenas
 */
public record MemoryBudget(
    Graph graph, Recomputation recomputation, Map<String, Long> extents, long before, long after) {
  /** By how much the lifetimes are tightened when an arena that has gaps does not fit. */
  private static final double STEP = 0.985;

  /** By how much more is tried to find what would do. */
  private static final double COARSE_STEP = 1.06;

  /** An arena that has gaps of more than half is not worth looking for. */
  private static final double TIGHTEST = 0.5;

  public MemoryBudget {
    extents = Map.copyOf(extents);
  }

  /**
   * The graph after the passes, with as little computed again as is found to make its arenas fit in
   * {@code bytes}.
   *
   * @param extents of the symbolic dims
   * @throws CodegenException if nothing is found that fits; the message says the smallest number of
   *     bytes for which something is
   */
  public static MemoryBudget fit(
      Graph graph, Pipeline passes, long bytes, Map<String, Long> extents) {
    Graph optimised = passes.run(graph);
    long before = arenas(optimised, extents);
    long smallest = before;
    for (double kept = (double) bytes; kept > TIGHTEST * (double) bytes; kept *= STEP) {
      Optional<Recomputation> tried = Recomputation.within(optimised, (long) kept, extents);
      if (tried.isEmpty()) {
        break;
      }
      long arenas = arenas(tried.get().graph(), extents);
      if (arenas <= bytes) {
        return new MemoryBudget(tried.get().graph(), tried.get(), extents, before, arenas);
      }
      smallest = Math.min(smallest, arenas);
    }
    throw tooSmall(graph, bytes, smallestAbove(optimised, bytes, extents, smallest), before);
  }

  /** The smallest arenas that are found with more memory than was given. */
  private static long smallestAbove(
      Graph graph, long bytes, Map<String, Long> extents, long known) {
    long smallest = known;
    for (double kept = (double) bytes; kept < (double) smallest; kept *= COARSE_STEP) {
      Optional<Recomputation> tried = Recomputation.within(graph, (long) kept, extents);
      if (tried.isPresent()) {
        smallest = Math.min(smallest, arenas(tried.get().graph(), extents));
      }
    }
    return smallest;
  }

  private static CodegenException tooSmall(Graph graph, long bytes, long smallest, long before) {
    return new CodegenException(
        ("%s does not run in %,d bytes: the least that was found to do is %,d bytes, %,d if nothing is"
                + " computed again; give more, or take a smaller batch")
            .formatted(graph.name(), bytes, smallest, before));
  }

  private static long arenas(Graph graph, Map<String, Long> extents) {
    return MemoryPlan.of(new KernelPlan(graph), extents).bytes();
  }
}
