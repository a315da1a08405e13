package dev.netc.codegen;

/** A graph has something that is not compiled yet; the message names it and its source line. */
public final class CodegenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CodegenException(String message) {
    super(message);
  }
}
