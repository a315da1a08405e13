package dev.netc.codegen;

import dev.netc.ir.Value;

/** A graph has something that is not compiled yet; the message names it and its source line. */
public final class CodegenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CodegenException(String message) {
    super(message);
  }

  /** That the operator of a value has no kernel; {@code what} says for which case. */
  static CodegenException notCompiled(Value value, String what) {
    return new CodegenException(
        "%s: %s %s is not compiled yet"
            .formatted(KernelNames.where(value), KernelNames.operator(value.op()), what));
  }
}
