package dev.netc.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether two graphs are the same but for the numbers of their values and the places in the source
 * where these come from: the same names, types, inputs, parameters, operations in the same order,
 * outputs and updates, and calls of functions that are the same.
 */
public final class GraphEquality {
  private final Map<Value, Value> partners = new HashMap<>();
  private final Map<Function, Function> functions;

  private GraphEquality(Map<Function, Function> functions) {
    this.functions = functions;
  }

  public static boolean isSame(Graph a, Graph b) {
    return firstDifference(a, b).isEmpty();
  }

  /** What tells the two graphs apart, in the order of the text; nothing if they are the same. */
  public static Optional<String> firstDifference(Graph a, Graph b) {
    return Optional.ofNullable(new GraphEquality(new HashMap<>()).difference(a, b));
  }

  private @org.jspecify.annotations.Nullable String difference(Graph a, Graph b) {
    if (!a.name().equals(b.name())) {
      return "graphs are called %s and %s".formatted(a.name(), b.name());
    }
    List<Value> as = ordered(a);
    List<Value> bs = ordered(b);
    if (a.inputs().size() != b.inputs().size()
        || a.parameters().size() != b.parameters().size()
        || as.size() != bs.size()) {
      return "%s: %d inputs, %d parameters, %d values in all; and %d, %d, %d"
          .formatted(
              a.name(),
              a.inputs().size(),
              a.parameters().size(),
              as.size(),
              b.inputs().size(),
              b.parameters().size(),
              bs.size());
    }
    for (int i = 0; i < as.size(); i++) {
      if (!isSame(as.get(i), bs.get(i))) {
        return "%s: %s = %s and %s = %s"
            .formatted(a.name(), as.get(i), as.get(i).op(), bs.get(i), bs.get(i).op());
      }
      partners.put(as.get(i), bs.get(i));
    }
    List<Graph.Output> outputs =
        a.outputs().stream().map(o -> new Graph.Output(o.name(), partner(o.value()))).toList();
    if (!outputs.equals(b.outputs())) {
      return "%s: outputs %s and %s".formatted(a.name(), a.outputs(), b.outputs());
    }
    List<Graph.Update> updates =
        a.updates().stream()
            .map(u -> new Graph.Update(partner(u.parameter()), partner(u.value())))
            .toList();
    return updates.equals(b.updates())
        ? null
        : "%s: updates %s and %s".formatted(a.name(), a.updates(), b.updates());
  }

  /** Inputs, then parameters, then what is computed. */
  private static List<Value> ordered(Graph graph) {
    List<Value> ordered = new java.util.ArrayList<>(graph.inputs());
    ordered.addAll(graph.parameters());
    graph.values().stream()
        .filter(v -> !(v.op() instanceof Leaf.Input) && !(v.op() instanceof Leaf.Parameter))
        .forEach(ordered::add);
    return ordered;
  }

  private Value partner(Value a) {
    return partners.getOrDefault(a, a);
  }

  private boolean isSame(Value a, Value b) {
    if (!a.type().equals(b.type())) {
      return false;
    }
    List<Value> operands = a.op().operands().stream().map(this::partner).toList();
    if (a.op() instanceof Calls.Call call && b.op() instanceof Calls.Call other) {
      return operands.equals(other.arguments())
          && call.instance().equals(other.instance())
          && isSame(call.function(), other.function());
    }
    if (a.op() instanceof Scan scan && b.op() instanceof Scan other) {
      return isSame(scan.body(), other.body())
          && scan.withOperands(operands).withBody(other.body()).equals(other);
    }
    return a.op().getClass() == b.op().getClass()
        && operands.size() == b.op().operands().size()
        && a.op().withOperands(operands).equals(b.op());
  }

  /** Whether two functions have the same name, do the same, and have the same gradient. */
  public static boolean isSameFunction(Function a, Function b) {
    return new GraphEquality(new HashMap<>()).isSame(a, b);
  }

  private boolean isSame(Function a, Function b) {
    if (functions.containsKey(a)) {
      return functions.get(a) == b;
    }
    functions.put(a, b);
    boolean bothHaveOne = a.gradient().isPresent() && b.gradient().isPresent();
    boolean sameGradient =
        bothHaveOne
            ? isSame(a.gradient().get(), b.gradient().get())
            : a.gradient().equals(b.gradient());
    return sameGradient
        && a.name().equals(b.name())
        && a.kind() == b.kind()
        && new GraphEquality(functions).difference(a.body(), b.body()) == null;
  }
}
