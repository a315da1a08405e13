package dev.netc.ir;

/**
 * Operands that an operator cannot take. The message names the operator, the types and the rule
 * that is broken.
 */
public final class TypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TypeException(String message) {
    super(message);
  }
}
