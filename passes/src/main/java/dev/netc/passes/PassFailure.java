package dev.netc.passes;

import dev.netc.ir.Graph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pass that broke off, or made a graph that is invalid or means something else: a defect. */
public final class PassFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Pass pass;
  private final transient Graph graph;

  /**
   * @param graph that the pass was given
   */
  public PassFailure(Pass pass, Graph graph, String message, @Nullable Throwable cause) {
    super("pass `%s`: %s".formatted(pass.name(), message), cause);
    this.pass = pass;
    this.graph = graph;
  }

  static PassFailure breaksOff(Pass pass, Graph graph, Throwable cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new PassFailure(pass, graph, "breaks off: " + message, cause);
  }

  static PassFailure invalid(Pass pass, Graph graph, List<String> problems) {
    return new PassFailure(
        pass, graph, "makes an invalid graph:\n  " + String.join("\n  ", problems), null);
  }

  /** The pass with its options, as a pipeline is written. */
  public String pass() {
    return PassText.print(pass);
  }

  /** What the pass was given. */
  public Graph graph() {
    return graph;
  }

  /** Whether the defect is not netc's, since the pass is one that a user brought. */
  public boolean isUsers() {
    return pass instanceof GuardedPass;
  }
}
