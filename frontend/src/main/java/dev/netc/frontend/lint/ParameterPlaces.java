package dev.netc.frontend.lint;

import dev.netc.frontend.StandardLibrary;
import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Origin;
import dev.netc.ir.Value;
import java.util.List;

/** Where a user declared a parameter, or called the layer of the standard library that has it. */
final class ParameterPlaces {
  private ParameterPlaces() {}

  /**
   * The place of a parameter.
   *
   * @param graph whose blocks are calls
   */
  static Origin of(Graph graph, String path) {
    return graph.parameters().stream()
        .filter(v -> ((Leaf.Parameter) v.op()).path().equals(path))
        .map(v -> innermost(graph, v, v.origin()))
        .findFirst()
        .orElse(Origin.UNKNOWN);
  }

  /** A block takes what it declares as an input, whose place is the declaration. */
  private static Origin innermost(Graph graph, Value parameter, Origin place) {
    for (Value value : graph.values()) {
      if (value.op() instanceof Calls.Call call && call.arguments().contains(parameter)) {
        List<Value> inputs = call.function().body().inputs();
        Value inside = inputs.get(call.arguments().indexOf(parameter));
        Origin next = inside.origin();
        return next.isKnown() && !StandardLibrary.holds(next)
            ? innermost(call.function().body(), inside, next)
            : place;
      }
    }
    return place;
  }
}
