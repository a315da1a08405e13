package dev.netc.ir;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Replaces calls by the bodies of what they call. What is inlined counts as made where the
 * outermost call stands in the source.
 */
public final class Inliner {
  private final GraphBuilder builder;
  private final Predicate<Function> chosen;
  private final Predicate<Origin> kept;

  /**
   * @param builder where bodies are copied to
   * @param chosen which functions are inlined; calls of others are kept
   */
  public Inliner(GraphBuilder builder, Predicate<Function> chosen) {
    this(builder, chosen, origin -> false);
  }

  private Inliner(GraphBuilder builder, Predicate<Function> chosen, Predicate<Origin> kept) {
    this.builder = builder;
    this.chosen = chosen;
    this.kept = kept;
  }

  /** The graph without calls of blocks. */
  public static Graph inlineBlocks(Graph graph) {
    return inline(graph, f -> f.kind() == Function.Kind.BLOCK);
  }

  /** The graph without calls of the functions chosen. */
  public static Graph inline(Graph graph, Predicate<Function> chosen) {
    return inline(graph, chosen, origin -> false);
  }

  /**
   * The graph without calls of the functions chosen.
   *
   * @param kept the places that a value keeps although it is inlined; another one is where the call
   *     stands
   */
  public static Graph inline(Graph graph, Predicate<Function> chosen, Predicate<Origin> kept) {
    Rewriter copy = new Rewriter(graph);
    Inliner inliner = new Inliner(copy.builder(), chosen, kept);
    Map<Value, Value> copies = new HashMap<>();
    graph.inputs().forEach(v -> copies.put(v, copy.get(v)));
    graph.parameters().forEach(v -> copies.put(v, copy.get(v)));
    inliner.copy(graph.values(), copies, Origin.UNKNOWN);
    for (Value value : graph.values()) {
      if (copies.containsKey(value)) {
        copy.replace(value, copies.get(value));
      }
    }
    return copy.finish();
  }

  /**
   * What {@code roots}, values of this builder, are when the calls they rest on are inlined.
   *
   * @return a value for each root, in order
   */
  public List<Value> inline(List<Value> roots) {
    List<Value> ordered =
        Graph.needed(roots).stream().sorted(Comparator.comparingInt(Value::id)).toList();
    Map<Value, Value> copies = new HashMap<>();
    copy(ordered, copies, Origin.UNKNOWN);
    return roots.stream().map(copies::get).toList();
  }

  private void copy(List<Value> values, Map<Value, Value> copies, Origin caller) {
    Map<Value, List<Value>> results = new HashMap<>();
    for (Value value : values) {
      if (copies.containsKey(value)) {
        continue;
      }
      switch (value.op()) {
        case Calls.Call call when chosen.test(call.function()) -> {
          List<Value> inlined =
              body(
                  call,
                  call.arguments().stream().map(copies::get).toList(),
                  place(value, caller).inScope(call.instance()));
          results.put(value, inlined);
          if (inlined.size() == 1) {
            copies.put(value, inlined.getFirst());
          }
        }
        case Calls.Result(Value tuple, int index) when results.containsKey(tuple) ->
            copies.put(value, results.get(tuple).get(index));
        case Scan scan -> {
          builder.at(place(value, caller));
          List<Value> operands = scan.operands().stream().map(copies::get).toList();
          copies.put(value, builder.add(scan.withOperands(operands).withBody(body(scan.body()))));
        }
        default -> {
          builder.at(place(value, caller));
          List<Value> operands = value.op().operands().stream().map(copies::get).toList();
          copies.put(value, builder.add(value.op().withOperands(operands)));
        }
      }
    }
  }

  /** The body of a loop without calls of the functions chosen. */
  private Function body(Function loop) {
    boolean calls =
        loop.body().values().stream()
            .anyMatch(
                v ->
                    (v.op() instanceof Calls.Call call && chosen.test(call.function()))
                        || v.op() instanceof Scan);
    return calls ? new Function(loop.name(), loop.kind(), inline(loop.body(), chosen, kept)) : loop;
  }

  private Origin place(Value value, Origin caller) {
    return caller.isKnown() && !kept.test(value.origin()) ? caller : value.origin();
  }

  private List<Value> body(Calls.Call call, List<Value> arguments, Origin caller) {
    Graph body = call.function().body();
    Map<Value, Value> copies = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      copies.put(body.inputs().get(i), arguments.get(i));
    }
    copy(body.values(), copies, caller);
    return body.outputs().stream().map(o -> copies.get(o.value())).toList();
  }
}
