package dev.netc.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A dataflow graph in static single assignment form, immutable.
 *
 * @param name {@code LeNet.forward}
 * @param inputs values of {@link Leaf.Input}, in the order of the caller's arguments, used or not
 * @param parameters values of {@link Leaf.Parameter}, in order of declaration, used or not
 * @param outputs what the graph gives
 * @param updates what parameters become after a run
 * @param values every value that an output or an update needs, and every input and parameter;
 *     operands before users
 */
public record Graph(
    String name,
    List<Value> inputs,
    List<Value> parameters,
    List<Output> outputs,
    List<Update> updates,
    List<Value> values) {
  /** A named result. */
  public record Output(String name, Value value) {}

  /** {@code parameter <- value}: takes effect after everything in the graph has been computed. */
  public record Update(Value parameter, Value value) {
    public Update {
      if (!parameter.type().equals(value.type())) {
        throw new TypeException("%s is updated with %s".formatted(parameter.op(), value.type()));
      }
    }
  }

  public Graph {
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
    updates = List.copyOf(updates);
    values = List.copyOf(values);
  }

  /** The symbolic dims of inputs and parameters, sorted. */
  public List<String> symbols() {
    Set<String> symbols = new TreeSet<>();
    List<Value> boundary = new ArrayList<>(inputs);
    boundary.addAll(parameters);
    for (Value value : boundary) {
      value.shape().dims().forEach(dim -> symbols.addAll(dim.symbols()));
    }
    return List.copyOf(symbols);
  }

  /** The input called {@code name}. */
  public java.util.Optional<Value> input(String name) {
    return inputs.stream().filter(v -> ((Leaf.Input) v.op()).name().equals(name)).findFirst();
  }

  /** The output called {@code name}. */
  public java.util.Optional<Value> output(String name) {
    return outputs.stream().filter(o -> o.name().equals(name)).map(Output::value).findFirst();
  }

  /** The values that some rest on, themselves among them. */
  public static Set<Value> needed(Collection<Value> some) {
    Set<Value> needed = new HashSet<>();
    Deque<Value> pending = new ArrayDeque<>(some);
    while (!pending.isEmpty()) {
      Value value = pending.pop();
      if (needed.add(value)) {
        pending.addAll(value.op().operands());
      }
    }
    return needed;
  }

  public Graph withName(String other) {
    return new Graph(other, inputs, parameters, outputs, updates, values);
  }
}
