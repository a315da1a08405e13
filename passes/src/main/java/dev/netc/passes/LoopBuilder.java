package dev.netc.passes;

import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Scan;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts a loop together, whose operands become known one by one while its body is written. */
final class LoopBuilder {
  private final GraphBuilder body;
  private final List<Value> initial = new ArrayList<>();
  private final List<Value> carries = new ArrayList<>();
  private final Map<Value, Value> sequences = new LinkedHashMap<>();
  private final Map<Value, Value> invariants = new LinkedHashMap<>();
  private final List<Graph.Output> next = new ArrayList<>();
  private final List<Value> emitted = new ArrayList<>();
  private final Set<String> inputNames = new HashSet<>();
  private final Set<String> outputNames = new HashSet<>();

  LoopBuilder(String name) {
    this.body = new GraphBuilder(name);
  }

  GraphBuilder body() {
    return body;
  }

  /** A carry like the input {@code like} of another body, that starts as {@code first}. */
  Value carry(Value like, Value first) {
    Value input = input(like, like.tensor());
    initial.add(first);
    carries.add(input);
    return input;
  }

  /** What a carry is for the next step; in the order of the carries. */
  void next(Value like, Value value) {
    next.add(new Graph.Output(fresh(name(like), outputNames), value));
  }

  /** The element of this step of {@code sequence}. */
  Value step(Value like, Value sequence) {
    return sequences.computeIfAbsent(
        sequence,
        s -> {
          TensorType type = s.tensor();
          return input(like, type.withShape(type.shape().without(List.of(0))));
        });
  }

  /** A value of the graph around, within the loop. */
  Value invariant(Value like, Value outer) {
    return invariants.computeIfAbsent(outer, o -> input(like, o.tensor()));
  }

  /** Lets each step emit a value; which one of those emitted it is. */
  int emit(Value value) {
    int known = emitted.indexOf(value);
    if (known >= 0) {
      return known;
    }
    emitted.add(value);
    return emitted.size() - 1;
  }

  private Value input(Value like, TensorType type) {
    body.at(like.origin());
    return body.input(fresh(name(like), inputNames), type);
  }

  private static String fresh(String name, Set<String> taken) {
    String fresh = name;
    for (int n = 2; !taken.add(fresh); n++) {
      fresh = name + "." + n;
    }
    return fresh;
  }

  private static String name(Value like) {
    return like.op() instanceof Leaf.Input i ? i.name().replaceFirst("\\.\\d+$", "") : "value";
  }

  boolean givesNothing() {
    return next.isEmpty() && emitted.isEmpty();
  }

  int carries() {
    return carries.size();
  }

  /**
   * The loop, over values of the graph around, of as many steps and in the direction of another.
   */
  Scan build(Scan like) {
    next.forEach(output -> body.output(output.name(), output.value()));
    emitted.forEach(value -> body.output(fresh("emitted", outputNames), value));
    Graph made = body.build();
    List<Value> inputs = new ArrayList<>(carries);
    inputs.addAll(sequences.values());
    inputs.addAll(invariants.values());
    List<Value> operands = new ArrayList<>(initial);
    operands.addAll(sequences.keySet());
    operands.addAll(invariants.keySet());
    Graph ordered =
        new Graph(made.name(), inputs, List.of(), made.outputs(), List.of(), made.values());
    return new Scan(
        new Function(made.name(), Function.Kind.LOOP, ordered),
        operands,
        carries.size(),
        sequences.size(),
        like.trips(),
        like.reversed(),
        like.recomputed());
  }
}
