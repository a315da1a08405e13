package dev.netc.runtime;

/** The extents that a graph was given need more memory than a Java array has room for. */
public final class TooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TooLargeException(String message) {
    super(message);
  }
}
