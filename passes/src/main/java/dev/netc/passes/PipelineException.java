package dev.netc.passes;

/** A pipeline that the user wrote and that cannot be understood; the message says what to write. */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PipelineException(String message) {
    super(message);
  }
}
