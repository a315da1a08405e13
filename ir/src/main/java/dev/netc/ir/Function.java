package dev.netc.ir;

import java.util.Locale;

/**
 * A named graph that is called. Compared by identity.
 *
 * <p>The body's inputs are the formal parameters in order and its outputs the results; it has no
 * parameters and no updates of its own, a call passes them.
 */
public final class Function {
  /** Why a function exists. */
  public enum Kind {
    /** A block of the source, instantiated for the shapes of one call. */
    BLOCK,
    /** Operators that a pass fused, to be lowered to one kernel. */
    KERNEL,
    /** What one step of a {@link Scan} does; it calls no blocks. */
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

  /**
   * @param name the block's name, or for a kernel what it does, {@code conv_bias_relu}
   * @throws IllegalArgumentException if the body has parameters or updates
   */
  public Function(String name, Kind kind, Graph body) {
    if (!body.parameters().isEmpty() || !body.updates().isEmpty()) {
      throw new IllegalArgumentException(
          "function " + name + " has parameters of its own: " + body.parameters());
    }
    this.name = name;
    this.kind = kind;
    this.body = body;
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

  @Override
  public String toString() {
    return "@" + name;
  }
}
