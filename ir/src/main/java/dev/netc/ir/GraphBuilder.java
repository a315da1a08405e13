package dev.netc.ir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds a graph: infers types, and gives equal expressions one value (global value numbering by
 * construction).
 *
 * <p>The builder knows nothing of meaning beyond type rules; see {@link Expressions} for arithmetic
 * that reads like a formula.
 */
public final class GraphBuilder {
  private final String name;
  private final Map<Op, Value> values = new HashMap<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> parameters = new ArrayList<>();
  private final List<Graph.Output> outputs = new ArrayList<>();
  private final List<Graph.Update> updates = new ArrayList<>();
  private Origin origin = Origin.UNKNOWN;
  private int nextId = 1;

  public GraphBuilder(String name) {
    this.name = name;
  }

  /** Sets where the values made from now on come from. */
  public void at(Origin place) {
    this.origin = place;
  }

  /** The inputs declared so far. */
  public List<Value> inputs() {
    return List.copyOf(inputs);
  }

  /** The id of the next value. */
  public int nextId() {
    return nextId;
  }

  /**
   * Numbers values from {@code id} on, which is above all ids so far.
   *
   * @throws IllegalArgumentException if it is not
   */
  public void numberFrom(int id) {
    if (id < nextId) {
      throw new IllegalArgumentException(id + " is below " + nextId);
    }
    nextId = id;
  }

  public Origin origin() {
    return origin;
  }

  /**
   * Declares the next input.
   *
   * @throws IllegalArgumentException if an input has that name
   */
  public Value input(String inputName, TensorType type) {
    if (inputs.stream().anyMatch(v -> ((Leaf.Input) v.op()).name().equals(inputName))) {
      throw new IllegalArgumentException("two inputs are called " + inputName);
    }
    Value value = add(new Leaf.Input(inputName, type));
    inputs.add(value);
    return value;
  }

  /**
   * Declares the next parameter.
   *
   * @throws IllegalArgumentException if a parameter has that path
   */
  public Value parameter(String path, TensorType type, Leaf.ParameterKind kind) {
    if (parameters.stream().anyMatch(v -> ((Leaf.Parameter) v.op()).path().equals(path))) {
      throw new IllegalArgumentException("two parameters have the path " + path);
    }
    Value value = add(new Leaf.Parameter(path, type, kind));
    parameters.add(value);
    return value;
  }

  /**
   * The value of {@code op}: a new one, or the one that an equal operation has already.
   *
   * @throws TypeException if the operands do not fit
   */
  public Value add(Op op) {
    Value known = values.get(op);
    if (known != null) {
      return known;
    }
    Value value = new Value(nextId++, op, op.infer(), origin);
    values.put(op, value);
    return value;
  }

  /** The value of an operation equal to {@code op}, if there is one already. */
  public Optional<Value> find(Op op) {
    return Optional.ofNullable(values.get(op));
  }

  /**
   * Copies values of another graph, operands before users.
   *
   * @param copies what stands for values so far, such as inputs; the copies are added
   */
  public void copy(Iterable<Value> values, Map<Value, Value> copies) {
    for (Value value : values) {
      if (!copies.containsKey(value)) {
        at(value.origin());
        List<Value> operands = value.op().operands().stream().map(copies::get).toList();
        copies.put(value, add(value.op().withOperands(operands)));
      }
    }
  }

  public void output(String outputName, Value value) {
    outputs.add(new Graph.Output(outputName, value));
  }

  public void update(Value parameter, Value value) {
    updates.add(new Graph.Update(parameter, value));
  }

  /** The graph of what has been declared. Values that nothing needs are left out. */
  public Graph build() {
    List<Value> roots = new ArrayList<>(inputs);
    roots.addAll(parameters);
    outputs.forEach(o -> roots.add(o.value()));
    updates.forEach(u -> roots.add(u.value()));
    List<Value> ordered =
        Graph.needed(roots).stream().sorted(Comparator.comparingInt(Value::id)).toList();
    return new Graph(name, inputs, parameters, outputs, updates, ordered);
  }
}
