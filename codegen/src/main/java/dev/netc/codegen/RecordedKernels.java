package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import dev.netc.ir.Origin;
import dev.netc.runtime.KernelEvents;
import java.nio.file.Path;
import java.util.List;
import javax.lang.model.element.Modifier;

/** What a session has that tells the Flight Recorder of its kernels. */
final class RecordedKernels {
  private static final String EVENTS = "events";

  private RecordedKernels() {}

  /** The field that knows the kernels, in their order. */
  static FieldSpec field(String network, List<Kernel> kernels) {
    CodeBlock.Builder names = CodeBlock.builder().add("new $T($S)", KernelEvents.class, network);
    names.add("$>$>");
    for (Kernel kernel : kernels) {
      Origin origin = kernel.value().origin();
      names.add(
          "\n.kernel($S, $S, $S, $S)",
          origin.isKnown() ? Path.of(origin.file()).getFileName() + ":" + origin.line() : "",
          origin.scope(),
          kernel.name(),
          kernel.value().type().toString());
    }
    return FieldSpec.builder(KernelEvents.class, EVENTS, Modifier.PRIVATE, Modifier.FINAL)
        .initializer(names.add("$<$<").build())
        .build();
  }

  /**
   * A call of the kernel that was named {@code index}, between the begin and the end of its event.
   */
  static CodeBlock recorded(CodeBlock call, int index) {
    return CodeBlock.builder()
        .addStatement("$L.begin()", EVENTS)
        .add(call)
        .addStatement("$L.end($L)", EVENTS, index)
        .build();
  }
}
