package dev.netc.codegen;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.runtime.Occupancy;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * How every call of a session begins and ends: one thread is in it at a time, the extents are set,
 * and the inputs have the lengths that follow.
 */
final class SessionCall {
  private static final String OCCUPANCY = "occupancy";

  private final Graph graph;
  private final MethodSpec.Builder method;

  SessionCall(Graph graph, MethodSpec.Builder method) {
    this.graph = graph;
    this.method = method;
  }

  /** Adds what all calls of a session share. */
  static void addTo(TypeSpec.Builder session, Graph graph, String network) {
    session.addField(
        FieldSpec.builder(Occupancy.class, OCCUPANCY, Modifier.PRIVATE, Modifier.FINAL)
            .initializer("new $T($S)", Occupancy.class, network)
            .build());
  }

  /**
   * @param lengths expressions for the elements that each input has
   */
  void begin(List<String> lengths) {
    List<String> symbols = KernelNames.symbols(graph);
    method.addStatement("$L.enter()", OCCUPANCY);
    method.beginControlFlow("try");
    if (!lengths.isEmpty()) {
      List<String> arguments = new ArrayList<>(symbols);
      arguments.addAll(lengths);
      method.addStatement("checkLengths($L)", String.join(", ", arguments));
    }
    method.addStatement("enter($L)", String.join(", ", symbols));
  }

  MethodSpec end() {
    return method
        .nextControlFlow("finally")
        .addStatement("$L.leave()", OCCUPANCY)
        .endControlFlow()
        .build();
  }

  /** The method that checks the lengths of inputs, if there are any. */
  static void addCheck(TypeSpec.Builder session, Graph graph) {
    if (graph.inputs().isEmpty()) {
      return;
    }
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("checkLengths")
            .addModifiers(Modifier.PRIVATE)
            .addJavadoc("Checks that inputs have the elements of their shapes.\n");
    List<String> needed = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    List<String> lengths = new ArrayList<>();
    for (String symbol : KernelNames.symbols(graph)) {
      method.addParameter(TypeName.LONG, symbol);
      wrong.add(symbol + " < 0");
    }
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value v = graph.inputs().get(i);
      String length = KernelNames.argument(((Leaf.Input) v.op()).name()) + "Length";
      method.addParameter(TypeName.LONG, length);
      lengths.add(length);
      needed.add(Places.size(v.shape()));
      wrong.add(length + " != " + needed.getLast());
    }
    method.beginControlFlow("if ($L)", String.join(" || ", wrong));
    method.addStatement(
        "throw $L.mismatch(\nnew long[] {$L}, new long[] {$L}, new long[] {$L})",
        SignatureField.NAME,
        String.join(", ", KernelNames.symbols(graph)),
        String.join(", ", lengths),
        String.join(", ", needed));
    session.addMethod(method.endControlFlow().build());
  }
}
