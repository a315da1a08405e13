package dev.netc.ir;

/** A text that is no graph; the message names the line, what was expected and what stands there. */
public final class GraphParseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  GraphParseException(int line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  /** Counted from 1. */
  public int line() {
    return line;
  }
}
