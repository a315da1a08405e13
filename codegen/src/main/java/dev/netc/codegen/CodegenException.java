package dev.netc.codegen;

import dev.netc.ir.Origin;
import dev.netc.ir.Value;

/** A graph has something that is not compiled yet; the message names it and its source line. */
public final class CodegenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Origin origin;
  private final String fault;

  public CodegenException(String message) {
    this(message, Origin.UNKNOWN, message);
  }

  private CodegenException(String message, Origin origin, String fault) {
    super(message);
    this.origin = origin;
    this.fault = fault;
  }

  /** That the operator of a value has no kernel; {@code what} says for which case. */
  static CodegenException notCompiled(Value value, String what) {
    String fault = "%s %s is not compiled yet".formatted(KernelNames.operator(value.op()), what);
    return new CodegenException(KernelNames.where(value) + ": " + fault, value.origin(), fault);
  }

  /** The source line, or {@link Origin#UNKNOWN}. */
  public Origin origin() {
    return origin;
  }

  /** The message without the source line. */
  public String fault() {
    return fault;
  }
}
