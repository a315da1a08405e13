package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Value;
import java.util.Optional;

/**
 * The source of one kernel: a method of the session.
 *
 * @param value what it computes
 * @param scalar the method's body, in scalars or as a call of the runtime
 * @param vector the body of the method that overrides it where there are vectors
 * @param range for a loop that threads share, its extent; the method then takes {@code from} and
 *     {@code to}
 * @param after what is done when all of the range is
 */
record Kernel(
    Value value,
    CodeBlock scalar,
    Optional<CodeBlock> vector,
    Optional<Range> range,
    Optional<CodeBlock> after) {
  Kernel(Value value, CodeBlock scalar, Optional<CodeBlock> vector, Optional<Range> range) {
    this(value, scalar, vector, range, Optional.empty());
  }

  /**
   * The range of a loop.
   *
   * @param extent a Java expression
   * @param grain the steps that one thread does at a time
   */
  record Range(CodeBlock extent, int grain) {
    Range(String extent, int grain) {
      this(CodeBlock.of("$L", extent), grain);
    }
  }

  static Kernel whole(Value value, CodeBlock body) {
    return new Kernel(value, body, Optional.empty(), Optional.empty());
  }

  /** The name of the method that is called when all of the range is done. */
  String nameAfter() {
    return name() + "Total";
  }

  /** The statements that run it, as a line of the schedule. */
  CodeBlock call() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.add(
        "$L; // $L: $L\n",
        range
            .map(r -> CodeBlock.of("$L.run($L)", name(), r.extent()))
            .orElse(CodeBlock.of("$L()", name())),
        KernelNames.line(value),
        value.type().toString());
    after.ifPresent(total -> code.addStatement("$L()", nameAfter()));
    return code.build();
  }

  String name() {
    return KernelNames.of(value);
  }
}
