package dev.netc.passes;

import dev.netc.ir.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Passes in the order in which they run.
 *
 * @param passes some of {@link Passes#ALL}, each as often as wanted
 */
public record Pipeline(List<Pass> passes) {
  /** What the compiler does if nothing else is asked for. */
  public static final Pipeline STANDARD =
      new Pipeline(List.of(Passes.INLINE, Passes.FOLD_CONSTANTS, Passes.SIMPLIFY, Passes.FUSE));

  /** Only what lowering cannot do without. */
  public static final Pipeline NONE = new Pipeline(List.of(Passes.INLINE));

  /** Sees each pass after it has run. */
  @FunctionalInterface
  public interface Observer {
    /**
     * Sees one.
     *
     * @param nanos how long the pass took
     */
    void ran(Pass pass, Graph before, Graph after, long nanos);
  }

  public Pipeline {
    passes = List.copyOf(passes);
  }

  /**
   * The pipeline of a list, {@code inline,simplify,fuse}.
   *
   * @throws UnknownPassException naming the first that does not exist
   */
  public static Pipeline parse(String list) {
    List<Pass> passes = new ArrayList<>();
    for (String name : Arrays.stream(list.split(",")).map(String::strip).toList()) {
      passes.add(Passes.named(name).orElseThrow(() -> new UnknownPassException(name)));
    }
    return new Pipeline(passes);
  }

  public Graph run(Graph graph) {
    return run(graph, (pass, before, after, nanos) -> {});
  }

  public Graph run(Graph graph, Observer observer) {
    Graph current = graph;
    for (Pass pass : passes) {
      long started = System.nanoTime();
      Graph after = pass.change().apply(current);
      observer.ran(pass, current, after, System.nanoTime() - started);
      current = after;
    }
    return current;
  }

  /** {@code inline,simplify}. */
  @Override
  public String toString() {
    return String.join(",", passes.stream().map(Pass::name).toList());
  }
}
