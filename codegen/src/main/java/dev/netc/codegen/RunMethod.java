package dev.netc.codegen;

import com.palantir.javapoet.MethodSpec;
import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the method that runs a graph by position, {@link dev.netc.runtime.Executable#run}. */
final class RunMethod {
  private final KernelPlan plan;
  private final Graph graph;

  RunMethod(KernelPlan plan) {
    this.plan = plan;
    this.graph = plan.graph();
  }

  private static MethodSpec.Builder run() {
    return MethodSpec.methodBuilder("run")
        .addModifiers(Modifier.PUBLIC)
        .addParameter(Object[].class, "inputs")
        .addParameter(int[].class, "dims")
        .addParameter(Object[].class, "outputs");
  }

  /** What tools call: longer arrays than needed will do. */
  MethodSpec checked() {
    MethodSpec.Builder method =
        run()
            .addAnnotation(Override.class)
            .addStatement("$L.checkCall(inputs, dims, outputs)", SignatureField.NAME);
    for (int i = 0; i < graph.symbols().size(); i++) {
      method.addStatement("int $L = dims[$L]", KernelNames.symbols(graph).get(i), i);
    }
    List<String> lengths = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value v = graph.inputs().get(i);
      lengths.add(
          "Math.min(((%s[]) inputs[%d]).length, %s)"
              .formatted(Places.javaType(v.dtype()), i, Places.size(v.shape())));
    }
    SessionCall call = new SessionCall(graph, method);
    call.begin(lengths);
    for (int i = 0; i < graph.outputs().size(); i++) {
      method.addStatement(
          "$L.checkRoom($L, outputs[$L], $L)",
          SignatureField.NAME,
          i,
          i,
          Places.size(graph.outputs().get(i).value().shape()));
    }
    body(method);
    return call.end();
  }

  /** What the class around calls, which knows what fits. */
  MethodSpec unchecked() {
    MethodSpec.Builder method = run().addStatement("enter()");
    body(method);
    return method.build();
  }

  private void body(MethodSpec.Builder method) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value v = graph.inputs().get(i);
      String field = plan.field(v);
      method.addStatement("$L = ($T) inputs[$L]", field, NetworkEmitter.array(v.dtype()), i);
    }
    method.addStatement("compute()");
    for (int i = 0; i < graph.outputs().size(); i++) {
      Value v = graph.outputs().get(i).value();
      method.addStatement(
          "System.arraycopy($L, outputs[$L], 0, $L)",
          plan.place(v).arguments(),
          i,
          Places.size(v.shape()));
    }
  }
}
