package dev.netc.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies a graph into a new builder, value by value, so that a pass only says what it changes.
 *
 * <pre>{@code
 * var copy = new Rewriter(graph);
 * for (Value value : graph.values()) {
 *   copy.replace(value, ... copy.get(operand) ...);   // or copy.keep(value)
 * }
 * return copy.finish();
 * }</pre>
 */
public final class Rewriter {
  private final Graph source;
  private final GraphBuilder builder;
  private final Map<Value, Value> copies = new HashMap<>();

  /** Starts a copy; inputs and parameters are copied at once. */
  public Rewriter(Graph source) {
    this.source = source;
    this.builder = new GraphBuilder(source.name());
    for (Value input : source.inputs()) {
      builder.at(input.origin());
      Leaf.Input op = (Leaf.Input) input.op();
      copies.put(input, builder.input(op.name(), op.type()));
    }
    for (Value parameter : source.parameters()) {
      builder.at(parameter.origin());
      Leaf.Parameter op = (Leaf.Parameter) parameter.op();
      copies.put(parameter, builder.parameter(op.path(), op.type(), op.kind()));
    }
  }

  public GraphBuilder builder() {
    return builder;
  }

  /** The copy of a value of the source graph. */
  public Value get(Value value) {
    Value copy = copies.get(value);
    if (copy == null) {
      throw new IllegalStateException("value " + value + " of " + source.name() + " is not copied");
    }
    return copy;
  }

  public List<Value> get(List<Value> values) {
    return values.stream().map(this::get).toList();
  }

  public boolean has(Value value) {
    return copies.containsKey(value);
  }

  /** Copies {@code value} as it is, over the copies of its operands. */
  public Value keep(Value value) {
    if (copies.containsKey(value)) {
      return copies.get(value);
    }
    builder.at(value.origin());
    Value copy = builder.add(value.op().withOperands(get(value.op().operands())));
    copies.put(value, copy);
    return copy;
  }

  /** Lets {@code copy}, a value of {@link #builder}, stand for {@code value} from now on. */
  public void replace(Value value, Value copy) {
    if (!value.type().equals(copy.type())) {
      throw new TypeException(
          "%s: %s is replaced by %s".formatted(value.op(), value.type(), copy.type()));
    }
    copies.put(value, copy);
  }

  /** The new graph, with the source's outputs and updates. */
  public Graph finish() {
    source.outputs().forEach(o -> builder.output(o.name(), get(o.value())));
    source.updates().forEach(u -> builder.update(get(u.parameter()), get(u.value())));
    return builder.build();
  }
}
