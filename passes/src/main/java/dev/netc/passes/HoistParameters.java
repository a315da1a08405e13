package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.GraphEquality;
import dev.netc.ir.Leaf;
import dev.netc.ir.OperatorText;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes out of each run what depends on parameters only. It becomes calls of functions of kind
 * {@link Function.Kind#PREPARATION}, which a compiled network makes when it is given its
 * parameters; what has nothing in common is made by a call of its own. Only where a run changes no
 * parameter, so not in a training step.
 */
public record HoistParameters() implements Pass {
  @Override
  public String name() {
    return "hoist-parameters";
  }

  @Override
  public String description() {
    return "computes what depends on parameters only once, when they are loaded";
  }

  @Override
  public List<String> after() {
    return List.of(Inline.NAME);
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, firing -> {});
  }

  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    List<Value> results = results(graph);
    if (results.isEmpty()) {
      return graph;
    }
    Rewriter copy = new Rewriter(graph);
    graph.values().stream()
        .filter(v -> Calls.preparation(v).isPresent())
        .forEach(copy::keep); // what an earlier run of this pass took out
    List<Function> functions = new ArrayList<>();
    for (Set<Value> group : groups(results)) {
      List<Value> needed = group.stream().sorted(Comparator.comparingInt(Value::id)).toList();
      List<Value> ofGroup = results.stream().filter(group::contains).toList();
      ofGroup.forEach(v -> firings.accept(new Firing(OperatorText.name(v.op()), v.origin())));
      call(needed, ofGroup, functions, copy);
    }
    graph.values().forEach(copy::keep);
    return copy.finish();
  }

  /** The values to take out that the rest of the graph uses, in its order. */
  private static List<Value> results(Graph graph) {
    KnownAtLoad known = KnownAtLoad.of(graph);
    Set<Value> used = new HashSet<>();
    graph.outputs().forEach(o -> used.add(o.value()));
    for (Value value : graph.values().reversed()) {
      if (!known.contains(value) || (isView(value) && used.contains(value))) {
        used.addAll(value.op().operands());
      }
    }
    return graph.values().stream()
        .filter(v -> used.contains(v) && known.isOfParameters(v) && !isGiven(v) && !isView(v))
        .toList();
  }

  /** Whether a value is another way to read its operand, which costs nothing where it is used. */
  private static boolean isView(Value value) {
    return value.op() instanceof Shaping.Broadcast || value.op() instanceof Shaping.Reshape;
  }

  private static boolean isGiven(Value value) {
    return value.op() instanceof Leaf.Parameter || Calls.isPrepared(value);
  }

  /** The results with what they are made of, those together that share something computed. */
  private static List<Set<Value>> groups(List<Value> results) {
    List<Set<Value>> groups = new ArrayList<>();
    for (Value result : results) {
      Set<Value> group = needed(result);
      List<Value> computed = group.stream().filter(HoistParameters::isComputed).toList();
      for (Iterator<Set<Value>> others = groups.iterator(); others.hasNext(); ) {
        Set<Value> other = others.next();
        if (!Collections.disjoint(other, computed)) {
          group.addAll(other);
          others.remove();
        }
      }
      groups.add(group);
    }
    return groups;
  }

  private static boolean isComputed(Value value) {
    return !isGiven(value) && !value.op().operands().isEmpty();
  }

  private static Set<Value> needed(Value result) {
    Set<Value> needed = new HashSet<>();
    List<Value> pending = new ArrayList<>(List.of(result));
    while (!pending.isEmpty()) {
      Value value = pending.removeLast();
      if (needed.add(value) && !isGiven(value)) {
        pending.addAll(value.op().operands());
      }
    }
    return needed;
  }

  /** Calls a function that makes {@code results}, values of the source, of what is given. */
  private static void call(
      List<Value> needed, List<Value> results, List<Function> functions, Rewriter copy) {
    Function made = function(needed, results);
    Function function =
        functions.stream()
            .filter(f -> GraphEquality.isSame(f.body(), made.body()))
            .findFirst()
            .orElse(made);
    if (function == made) {
      functions.add(made);
    }
    List<Value> given = needed.stream().filter(HoistParameters::isGiven).toList();
    copy.builder().at(results.getLast().origin());
    String instance = results.getLast().origin().scope();
    Value call = copy.builder().add(new Calls.Call(function, copy.get(given), instance));
    for (int i = 0; i < results.size(); i++) {
      Value result = results.get(i);
      copy.builder().at(result.origin());
      copy.replace(
          result, results.size() == 1 ? call : copy.builder().add(new Calls.Result(call, i)));
    }
  }

  private static Function function(List<Value> needed, List<Value> results) {
    GraphBuilder body = new GraphBuilder("prepared");
    Map<Value, Value> copies = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Value value : needed) {
      if (isGiven(value)) {
        body.at(value.origin());
        copies.put(value, body.input(fresh(named(value), names), value.tensor()));
      }
    }
    body.copy(needed, copies);
    Set<String> outputs = new HashSet<>();
    for (Value result : results) {
      body.output(fresh(named(result), outputs), copies.get(result));
    }
    return new Function("prepared", Function.Kind.PREPARATION, body.build());
  }

  /** {@code weight}: the last part of the path of the first parameter that a value is made of. */
  private static String named(Value value) {
    if (value.op() instanceof Leaf.Parameter p) {
      return p.path().substring(p.path().lastIndexOf('.') + 1);
    }
    return value.op().operands().stream()
        .map(HoistParameters::named)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String fresh(String name, Set<String> taken) {
    String fresh = name;
    for (int i = 2; !taken.add(fresh); i++) {
      fresh = name + i;
    }
    return fresh;
  }
}
