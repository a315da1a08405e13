package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Signature;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** The constant of a class that says what its graph takes and gives. */
final class SignatureField {
  static final String NAME = "SIGNATURE";

  private SignatureField() {}

  static FieldSpec of(Graph graph) {
    return FieldSpec.builder(
            Signature.class, NAME, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer(
            "new $T(\n$>$>$S,\n$T.of($L),\n$L,\n$L,\n$L)$<$<",
            Signature.class,
            graph.name(),
            List.class,
            graph.symbols().stream().map(s -> '"' + s + '"').collect(Collectors.joining(", ")),
            slots(
                graph.inputs().stream()
                    .map(v -> slot(((Leaf.Input) v.op()).name(), v.tensor()))
                    .toList()),
            slots(
                graph.parameters().stream()
                    .map(v -> slot(((Leaf.Parameter) v.op()).path(), v.tensor()))
                    .toList()),
            slots(graph.outputs().stream().map(o -> slot(o.name(), o.value().tensor())).toList()))
        .build();
  }

  private static CodeBlock slots(List<CodeBlock> slots) {
    return slots.isEmpty()
        ? CodeBlock.of("$T.of()", List.class)
        : CodeBlock.of("$T.of(\n$>$>$L$<$<)", List.class, CodeBlock.join(slots, ",\n"));
  }

  private static CodeBlock slot(String name, TensorType type) {
    return CodeBlock.of(
        "new $T($S, $T.$L, $T.of($L))",
        Signature.Slot.class,
        name,
        ElementType.class,
        type.dtype().name(),
        List.class,
        type.shape().dims().stream()
            .map(d -> '"' + d.toString() + '"')
            .collect(Collectors.joining(", ")));
  }
}
