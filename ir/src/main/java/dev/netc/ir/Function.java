package dev.netc.ir;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A named graph that is called. Compared by identity.
 *
 * <p>The body's inputs are the formal parameters in order and its outputs the results; it has no
 * parameters and no updates of its own, a call passes them.
 *
 * <p>A block may have a gradient of its own, in place of that of its operators. This is a function
 * of the same inputs and, after them, a cotangent for each float result; its results are the
 * gradients to the float inputs, in order.
 */
public final class Function {
  /** Why a function exists. */
  public enum Kind {
    /** A block of the source, instantiated for the shapes of one call. */
    BLOCK,
    /** Operators that a pass fused, to be lowered to one kernel. */
    KERNEL,
    /** What one step of a {@link Scan} does; it calls no blocks but those with a gradient. */
    LOOP,
    /** What depends on parameters only, to be computed once when they are loaded. */
    PREPARATION;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String name;
  private final Kind kind;
  private final Graph body;
  private final Optional<Function> gradient;

  /**
   * @param name the block's name, or for a kernel what it does, {@code conv_bias_relu}
   * @throws IllegalArgumentException if the body has parameters or updates
   */
  public Function(String name, Kind kind, Graph body) {
    this(name, kind, body, Optional.empty());
  }

  /**
   * @param gradient the gradient of its own, if it has one
   * @throws IllegalArgumentException if the body has parameters or updates, or the gradient takes
   *     or gives something else than it must
   */
  public Function(String name, Kind kind, Graph body, Optional<Function> gradient) {
    if (!body.parameters().isEmpty() || !body.updates().isEmpty()) {
      throw new IllegalArgumentException(
          "function " + name + " has parameters of its own: " + body.parameters());
    }
    this.name = name;
    this.kind = kind;
    this.body = body;
    this.gradient = gradient;
    gradient.ifPresent(this::checkGradient);
  }

  private void checkGradient(Function rule) {
    List<Type> takes = types(rule.body().inputs());
    List<Type> gives = types(rule.body().outputs().stream().map(Graph.Output::value).toList());
    List<Value> results = body.outputs().stream().map(Graph.Output::value).toList();
    List<Type> cotangents = types(floats(results));
    List<Type> needed = Stream.concat(types(body.inputs()).stream(), cotangents.stream()).toList();
    if (!takes.equals(needed) || !gives.equals(types(floats(body.inputs())))) {
      throw new IllegalArgumentException(
          "the gradient of function %s is %s -> %s".formatted(name, takes, gives));
    }
  }

  /** Those values that have a gradient or a cotangent. */
  public static List<Value> floats(List<Value> values) {
    return values.stream().filter(v -> v.dtype().isFloat()).toList();
  }

  private static List<Type> types(List<Value> values) {
    return values.stream().map(Value::type).toList();
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public Graph body() {
    return body;
  }

  /** The gradient of its own, in place of that of the body's operators. */
  public Optional<Function> gradient() {
    return gradient;
  }

  /**
   * Whether it is a block whose gradient is that of its operators, so that it can be inlined
   * before.
   */
  public boolean isPlainBlock() {
    return kind == Kind.BLOCK && gradient.isEmpty();
  }

  @Override
  public String toString() {
    return "@" + name;
  }
}
