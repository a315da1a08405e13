package dev.netc.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * The methods that a person's program calls: a parameter for each input and each symbolic dim. They
 * are named after the output and the first gives its array; where there are several outputs they
 * are named after the network and it gives a record of them. The others write to buffers and memory
 * segments of the caller.
 */
final class TypedMethod {
  private static final String RECORD = "Outputs";

  private final KernelPlan plan;
  private final Graph graph;
  private final String name;

  TypedMethod(KernelPlan plan, String network) {
    this.plan = plan;
    this.graph = plan.graph();
    this.name =
        KernelNames.argument(
            graph.outputs().size() == 1
                ? graph.outputs().getFirst().name()
                : decapitalized(network));
  }

  void addTo(TypeSpec.Builder session) {
    graph.outputs().forEach(output -> session.addField(kept(output)));
    if (graph.outputs().size() > 1) {
      session.addType(outputs());
    }
    session.addMethod(method());
    new CallerMemory(plan, name).addTo(session);
  }

  private static FieldSpec kept(Graph.Output output) {
    TypeName element = NetworkEmitter.element(output.value().dtype());
    return FieldSpec.builder(
            NetworkEmitter.array(output.value().dtype()), keptName(output), Modifier.PRIVATE)
        .initializer("new $T[0]", element)
        .build();
  }

  private static String keptName(Graph.Output output) {
    return KernelNames.argument(output.name()) + "Result";
  }

  private TypeSpec outputs() {
    MethodSpec.Builder components = MethodSpec.constructorBuilder();
    TypeSpec.Builder type =
        TypeSpec.recordBuilder(RECORD)
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc("What a run gives, row-major from index 0; valid until the next call.\n\n");
    for (Graph.Output output : graph.outputs()) {
      String name = KernelNames.argument(output.name());
      components.addParameter(
          ParameterSpec.builder(NetworkEmitter.array(output.value().dtype()), name).build());
      type.addJavadoc("@param $L {@code $L}\n", name, output.value().type());
    }
    return type.recordConstructor(components.build()).build();
  }

  private MethodSpec method() {
    boolean one = graph.outputs().size() == 1;
    Graph.Output first = graph.outputs().getFirst();
    MethodSpec.Builder method = MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC);
    List<String> lengths = new ArrayList<>();
    for (Value v : graph.inputs()) {
      String input = KernelNames.argument(((Leaf.Input) v.op()).name());
      method.addJavadoc("@param $L {@code $L}, row-major\n", input, v.type());
      method.addParameter(NetworkEmitter.array(v.dtype()), input);
      lengths.add(input + ".length");
    }
    KernelNames.symbols(graph).forEach(s -> method.addParameter(TypeName.INT, s));
    if (one) {
      method.addJavadoc(
          "@return {@code $L}, row-major, from index 0; valid until the next call\n",
          first.value().type());
      method.returns(NetworkEmitter.array(first.value().dtype()));
    } else {
      method.addJavadoc("@return the outputs, valid until the next call\n");
      method.returns(ClassName.bestGuess(RECORD));
    }
    new SessionCall(graph, method).begin(lengths);
    graph.outputs().forEach(output -> grow(method, output));
    for (Value v : graph.inputs()) {
      String path = ((Leaf.Input) v.op()).name();
      method.addStatement("this.$L = $L", plan.field(v), KernelNames.argument(path));
    }
    method.addStatement("compute()");
    graph.outputs().forEach(output -> copy(method, output));
    if (one) {
      method.addStatement("return $L", keptName(first));
    } else {
      method.addStatement(
          "return new $L($L)",
          RECORD,
          graph.outputs().stream().map(TypedMethod::keptName).collect(Collectors.joining(", ")));
    }
    return new SessionCall(graph, method).end();
  }

  private static void grow(MethodSpec.Builder method, Graph.Output output) {
    String size = Places.size(output.value().shape());
    method.beginControlFlow("if ($L.length < $L)", keptName(output), size);
    method.addStatement(
        "$L = new $T[$L]", keptName(output), NetworkEmitter.element(output.value().dtype()), size);
    method.endControlFlow();
  }

  private void copy(MethodSpec.Builder method, Graph.Output output) {
    method.addStatement(
        "System.arraycopy($L, $L, 0, $L)",
        plan.place(output.value()).arguments(),
        keptName(output),
        Places.size(output.value().shape()));
  }

  private static String decapitalized(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
