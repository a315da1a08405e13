package dev.netc.autodiff;

import dev.netc.ir.Calls;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One step of a loop beside its vector-Jacobian product, in one graph, and the cut between the two:
 * what the gradient's step computes itself, and what the loop has to save for it. Saved are values
 * that the loop computes in any case, as late as possible; what a rule derives from them is
 * computed in the gradient's step.
 */
final class StepGradient {
  private final Scan scan;
  private final GraphBuilder joint;
  private final FreshNames names = new FreshNames();
  private final List<Value> inputs = new ArrayList<>();
  private final Map<Value, Value> forward = new HashMap<>();

  /** The cotangents of a step's results, by the input that they are. */
  private final Map<Value, Integer> cotangents = new LinkedHashMap<>();

  private final List<Integer> carried = new ArrayList<>();
  private final List<Integer> emittedCotangents = new ArrayList<>();
  private final Map<Integer, Value> gradients = new LinkedHashMap<>();
  private final Set<Value> backward = new HashSet<>();
  private final Set<Value> ofStep = new HashSet<>();
  private final Set<Value> needed = new LinkedHashSet<>();
  private final Set<Value> saved = new LinkedHashSet<>();

  /**
   * @param given the results that have a cotangent
   * @param wanted the operands to differentiate by
   */
  StepGradient(Scan scan, Set<Integer> given, List<Integer> wanted) {
    this.scan = scan;
    this.joint = new GraphBuilder(scan.body().name() + "_gradient");
    copyBody();
    differentiate(given, wanted);
    cut();
  }

  private void copyBody() {
    Graph body = scan.body().body();
    for (Value input : body.inputs()) {
      joint.at(input.origin());
      Value copy = joint.input(names.unique(name(input)), input.tensor());
      inputs.add(copy);
      forward.put(input, copy);
    }
    joint.copy(body.values(), forward);
  }

  private static String name(Value input) {
    return ((Leaf.Input) input.op()).name();
  }

  /**
   * Adds the gradient. An invariant counts as a result whose cotangent is the sum of the steps
   * before, so that contributions are added in the order in which an unrolled loop adds them.
   */
  private void differentiate(Set<Integer> given, List<Integer> wanted) {
    List<Value> ys = new ArrayList<>();
    List<Value> dys = new ArrayList<>();
    int firstInvariant = scan.carries() + scan.sequences();
    for (int index : wanted) {
      if (index < scan.carries() || index >= firstInvariant) {
        boolean isCarry = index < scan.carries();
        Value y = isCarry ? forward.get(scan.results().get(index)) : inputs.get(index);
        ys.add(y);
        dys.add(cotangent((isCarry ? "cotangent." : "sum.") + name(inputs.get(index)), y, index));
        carried.add(index);
      }
    }
    for (int index : given) {
      if (index >= scan.carries()) {
        Value y = forward.get(scan.results().get(index));
        ys.add(y);
        dys.add(cotangent("cotangent.emitted" + index, y, index));
        emittedCotangents.add(index);
      }
    }
    List<Value> xs = wanted.stream().map(inputs::get).toList();
    List<Value> results = Gradient.vjp(joint, ys, dys, xs);
    for (int i = 0; i < wanted.size(); i++) {
      gradients.put(wanted.get(i), results.get(i));
    }
  }

  private Value cotangent(String name, Value like, int index) {
    Value input = joint.input(names.unique(name), like.tensor());
    cotangents.put(input, index);
    return input;
  }

  private void cut() {
    Set<Value> original = new HashSet<>(forward.values());
    Set<Value> steps = new HashSet<>(inputs.subList(0, scan.carries() + scan.sequences()));
    gradients.forEach((index, value) -> joint.output("gradient" + index, value));
    List<Value> values = joint.build().values();
    for (Value value : values) {
      List<Value> operands = value.op().operands();
      if (cotangents.containsKey(value) || operands.stream().anyMatch(backward::contains)) {
        backward.add(value);
      }
      if (steps.contains(value) || operands.stream().anyMatch(ofStep::contains)) {
        ofStep.add(value);
      }
    }
    Set<Value> live = new HashSet<>(gradients.values());
    for (Value value : values.reversed()) {
      if (!live.contains(value)) {
        continue;
      }
      boolean isForward = ofStep.contains(value) && !backward.contains(value);
      if (isForward && isSavable(value, original)) {
        saved.add(value);
      } else {
        needed.add(value);
        live.addAll(value.op().operands());
      }
    }
  }

  /**
   * Whether a value is worth a place for each step; a broadcast is made again from what it is of.
   */
  private boolean isSavable(Value value, Set<Value> original) {
    if (scan.recomputed()) {
      return value.op() instanceof Leaf.Input;
    }
    return value.type() instanceof TensorType
        && switch (value.op()) {
          case Shaping.Broadcast b -> false;
          case Shaping.Reshape r -> false;
          case Shaping.Barrier b -> false;
          case Calls.Result r -> true;
          default -> original.contains(value);
        };
  }

  /** The operands of the loop whose cotangents are carried: float carries and wanted invariants. */
  List<Integer> carried() {
    return carried;
  }

  /** The results of the loop, emitted ones, that have a cotangent. */
  List<Integer> emittedCotangents() {
    return emittedCotangents;
  }

  /**
   * What the gradient's step reads of the loop's: inputs that are elements of a sequence, others.
   */
  List<Value> saved() {
    return List.copyOf(saved);
  }

  /** Whether a value is an element of a sequence, which is there without being saved. */
  boolean isStep(Value value) {
    return indexOfStep(value) >= 0;
  }

  int indexOfStep(Value value) {
    return inputs.subList(scan.carries(), scan.carries() + scan.sequences()).indexOf(value);
  }

  /** The operands that the results of the gradient's loop are cotangents of. */
  List<Integer> resultOrder() {
    List<Integer> order = new ArrayList<>(carried);
    gradients.keySet().stream().filter(i -> !carried.contains(i)).forEach(order::add);
    return order;
  }

  /** The loop's body, with more to emit. */
  Graph extended(List<Value> emitted) {
    GraphBuilder builder = new GraphBuilder(scan.body().body().name());
    Map<Value, Value> copies = new HashMap<>();
    inputs.forEach(v -> copies.put(v, input(builder, v)));
    List<Value> outputs = new ArrayList<>(scan.results().stream().map(forward::get).toList());
    outputs.addAll(emitted);
    builder.copy(closure(outputs), copies);
    FreshNames outputNames = new FreshNames();
    for (Graph.Output output : scan.body().body().outputs()) {
      builder.output(outputNames.unique(output.name()), copies.get(forward.get(output.value())));
    }
    emitted.forEach(v -> builder.output(outputNames.unique("saved"), copies.get(v)));
    return builder.build();
  }

  private static Value input(GraphBuilder builder, Value like) {
    builder.at(like.origin());
    return builder.input(name(like), like.tensor());
  }

  /** The values that {@code roots} need, operands before users. */
  private static List<Value> closure(List<Value> roots) {
    Set<Value> closure = new HashSet<>();
    List<Value> pending = new ArrayList<>(roots);
    while (!pending.isEmpty()) {
      Value value = pending.removeLast();
      if (closure.add(value)) {
        pending.addAll(value.op().operands());
      }
    }
    return closure.stream().sorted(Comparator.comparingInt(Value::id)).toList();
  }

  /** The body of the gradient's loop. */
  Graph body() {
    GraphBuilder builder = new GraphBuilder(scan.body().name() + "_gradient");
    Map<Value, Value> copies = new HashMap<>();
    List<Value> ofCarries = cotangents.keySet().stream().limit(carried.size()).toList();
    List<Value> ofEmitted = cotangents.keySet().stream().skip(carried.size()).toList();
    ofCarries.forEach(v -> copies.put(v, input(builder, v)));
    for (Value value : saved) {
      String name = value.op() instanceof Leaf.Input i ? i.name() : names.unique("saved");
      builder.at(value.origin());
      copies.put(value, builder.input(name, value.tensor()));
    }
    ofEmitted.forEach(v -> copies.put(v, input(builder, v)));
    for (Value invariant : inputs.subList(scan.carries() + scan.sequences(), inputs.size())) {
      copies.put(invariant, input(builder, invariant));
    }
    builder.copy(needed.stream().sorted(Comparator.comparingInt(Value::id)).toList(), copies);
    for (int index : resultOrder()) {
      builder.output("gradient" + index, copies.get(gradients.get(index)));
    }
    return builder.build();
  }
}
