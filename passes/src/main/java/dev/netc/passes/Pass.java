package dev.netc.passes;

import dev.netc.ir.Graph;
import java.util.List;
import java.util.function.Consumer;

/**
 * A rewrite of a whole graph that keeps its meaning: the same inputs, parameters, outputs and
 * updates, computed otherwise. A pass is a value; if it has options they are components of its
 * record.
 *
 * <p>A pass of your own is a public class that a file {@code
 * META-INF/services/dev.netc.passes.Pass} names: see {@link PassPlugins}.
 *
 * <p>Results may differ from before in the last bits of f64, in the sign of a zero, and in nothing
 * else.
 */
public interface Pass {
  /** What the command line calls it: lower case, words joined by hyphens. */
  String name();

  /** What it does, in one line. */
  String description();

  /**
   * Names of passes before which this one finds nothing to do. A pipeline that has one of them only
   * after this one is a mistake.
   */
  default List<String> after() {
    return List.of();
  }

  /** The rewritten graph; {@code graph} itself if there is nothing to do. */
  Graph run(Graph graph);

  /**
   * The same, telling of each place that is changed. A pass that does not know them, since it looks
   * at the graph as a whole, tells of none.
   */
  default Graph run(Graph graph, Consumer<Firing> firings) {
    return run(graph);
  }
}
