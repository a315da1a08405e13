package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.OperatorText;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Computes values again where they are needed for the second time, as far as memory would not do
 * otherwise: those of the forward part of a training step in its backward part (Chen et al. 2016,
 * "Training deep nets with sublinear memory cost"). To be run after all other passes. If memory
 * does not do in any case, it comes as close as it can.
 *
 * @param memory what results may take at a time, by their lifetimes; an arena is a little larger,
 *     since what is free in it is in pieces
 * @param batch the extent of every symbolic dim
 */
public record Rematerialize(MemorySize memory, int batch) implements Pass {
  /** By how much more memory is tried next where some does not do. */
  private static final double STEP = 1.03;

  /** As many values as there are may be kept. */
  Rematerialize() {
    this(MemorySize.UNLIMITED, 1);
  }

  /**
   * @throws IllegalArgumentException if the batch is below 1
   */
  public Rematerialize {
    if (batch < 1) {
      throw new IllegalArgumentException("batch is at least 1, not " + batch);
    }
  }

  @Override
  public String name() {
    return "rematerialize";
  }

  @Override
  public String description() {
    return "computes values again rather than keep them, if memory would not do otherwise";
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, firing -> {});
  }

  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    if (memory.isUnlimited()) {
      return graph;
    }
    Map<String, Long> extents = new HashMap<>();
    graph.symbols().forEach(s -> extents.put(s, (long) batch));
    double peak = (double) Recomputation.peakBytes(graph, extents);
    for (double bytes = (double) memory.bytes(); bytes < peak; bytes *= STEP) {
      Optional<Recomputation> found = Recomputation.within(graph, (long) bytes, extents);
      if (found.isPresent()) {
        found
            .get()
            .again()
            .forEach(a -> firings.accept(new Firing(rule(a.value()), a.value().origin())));
        return found.get().graph();
      }
    }
    return graph;
  }

  private static String rule(Value value) {
    return OperatorText.name(value.op()) + " again";
  }
}
