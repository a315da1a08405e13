package dev.netc.passes;

import org.jspecify.annotations.Nullable;

/** A pass that broke off, or made a graph that is invalid or means something else: a defect. */
public final class PassFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PassFailure(Pass pass, String message, @Nullable Throwable cause) {
    super("pass `%s`: %s".formatted(pass.name(), message), cause);
  }
}
