package dev.netc.frontend.lint;

import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import java.util.List;
import java.util.Set;

/** The losses of the standard library, by what they take. */
final class Losses {
  /** Those that apply a softmax to logits. */
  static final Set<String> OF_LOGITS =
      Set.of(
          "cross_entropy",
          "pixel_cross_entropy",
          "ohem_cross_entropy",
          "weighted_cross_entropy",
          "soft_cross_entropy",
          "ctc");

  /** Those that apply a sigmoid to logits. */
  static final Set<String> OF_BINARY_LOGITS = Set.of("binary_cross_entropy", "focal");

  /** Those that compare numbers with numbers. */
  static final Set<String> OF_NUMBERS =
      Set.of("mean_squared_error", "l1", "huber", "smooth_l1", "hinge");

  private Losses() {}

  /** The calls of some of them in a graph. */
  static List<Calls.Call> calls(Graph graph, Set<String> names) {
    return graph.values().stream()
        .filter(v -> v.op() instanceof Calls.Call && Layers.is(v, names))
        .map(v -> (Calls.Call) v.op())
        .toList();
  }
}
