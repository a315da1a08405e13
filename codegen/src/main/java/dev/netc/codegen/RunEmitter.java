package dev.netc.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.runtime.Arena;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the methods around the kernels: construction, the run, the placing of values. */
final class RunEmitter {
  /**
   * Kernel calls in one method: a method of more bytecode than 8,000 is not compiled by HotSpot.
   */
  private static final int CALLS_A_METHOD = 200;

  private final KernelPlan plan;
  private final Graph graph;
  private final String className;

  RunEmitter(KernelPlan plan, String className) {
    this.plan = plan;
    this.graph = plan.graph();
    this.className = className;
  }

  void addTo(TypeSpec.Builder type) {
    type.addMethod(constructor());
    type.addMethod(signature());
    type.addMethod(
        MethodSpec.methodBuilder("parameters")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .returns(ParameterizedTypeName.get(Map.class, String.class, Tensor.class))
            .addStatement("return parameters")
            .build());
    if (graph.updates().isEmpty()) {
      if (!graph.parameters().isEmpty()) {
        type.addMethod(load());
      }
      if (graph.outputs().size() == 1) {
        type.addMethod(typed(graph.outputs().getFirst()));
      }
    }
    type.addMethod(run());
    for (int part = 0; part * CALLS_A_METHOD < plan.kernels().size(); part++) {
      type.addMethod(part(part));
    }
    type.addMethod(place());
  }

  private MethodSpec constructor() {
    MethodSpec.Builder method =
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(
                """
                @param parameters every parameter by path; the arrays are used, not copied
                @throws IllegalArgumentException if one is missing or does not fit
                """)
            .addParameter(
                ParameterizedTypeName.get(Map.class, String.class, Tensor.class), "parameters")
            .addStatement("signature().check(parameters)")
            .addStatement("this.parameters = $T.copyOf(parameters)", Map.class);
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      method.addStatement(
          "$L = ($T) parameters.get($S).data()",
          KernelNames.field(path),
          JavaEmitter.array(v.dtype()),
          path);
    }
    return method.build();
  }

  private MethodSpec signature() {
    return MethodSpec.methodBuilder("signature")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(Signature.class)
        .addStatement(
            "return new $T($S, $T.of($L), $L, $L, $L)",
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
    return CodeBlock.of("$T.of($L)", List.class, CodeBlock.join(slots, ", "));
  }

  private static CodeBlock slot(String name, TensorType type) {
    return CodeBlock.of(
        "\nnew $T($S, $T.$L, $T.of($L))",
        Signature.Slot.class,
        name,
        ElementType.class,
        type.dtype().name(),
        List.class,
        type.shape().dims().stream()
            .map(d -> '"' + d.toString() + '"')
            .collect(Collectors.joining(", ")));
  }

  private MethodSpec load() {
    ClassName self = ClassName.get("", className);
    return MethodSpec.methodBuilder("load")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc("With the parameters of a safetensors file.\n")
        .addParameter(Path.class, "safetensors")
        .addException(IOException.class)
        .returns(self)
        .addStatement("return new $T($T.read(safetensors).tensors())", self, Safetensors.class)
        .build();
  }

  /** The method of a person's program: arrays in, a new array out. */
  private MethodSpec typed(Graph.Output output) {
    Value result = output.value();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(KernelNames.field(output.name()))
            .addModifiers(Modifier.PUBLIC)
            .returns(JavaEmitter.array(result.dtype()));
    StringBuilder inputs = new StringBuilder();
    for (Value v : graph.inputs()) {
      String name = KernelNames.field(((Leaf.Input) v.op()).name());
      method.addJavadoc("@param $L {@code $L}, row-major\n", name, v.type());
      method.addParameter(JavaEmitter.array(v.dtype()), name);
      inputs.append(inputs.isEmpty() ? "" : ", ").append(name);
    }
    graph.symbols().forEach(s -> method.addParameter(TypeName.INT, s));
    method.addJavadoc("@return {@code $L}, row-major\n", result.type());
    return method
        .addStatement(
            "$T result = new $T[$L]",
            JavaEmitter.array(result.dtype()),
            JavaEmitter.element(result.dtype()),
            Places.size(result.shape()))
        .addStatement(
            "run(new Object[] {$L}, new int[] {$L}, new Object[] {result})",
            inputs,
            String.join(", ", graph.symbols()))
        .addStatement("return result")
        .build();
  }

  private MethodSpec run() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("run")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .addParameter(Object[].class, "inputs")
            .addParameter(int[].class, "dims")
            .addParameter(Object[].class, "outputs")
            .addStatement("boolean placed = false");
    List<String> symbols = graph.symbols();
    for (int i = 0; i < symbols.size(); i++) {
      method.addStatement("placed |= $L == dims[$L]", symbols.get(i), i);
      method.addStatement("$L = dims[$L]", symbols.get(i), i);
    }
    if (symbols.size() != 1) {
      method.addStatement("placed = false");
    }
    method.beginControlFlow("if (!placed)").addStatement("place()").endControlFlow();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value v = graph.inputs().get(i);
      String field = KernelNames.field(((Leaf.Input) v.op()).name());
      method.addStatement("$L = ($T) inputs[$L]", field, JavaEmitter.array(v.dtype()), i);
      method.addStatement(
          "$T.checkLength($S, $L.length, $L)",
          Signature.class,
          ((Leaf.Input) v.op()).name(),
          field,
          Places.size(v.shape()));
    }
    for (int part = 0; part * CALLS_A_METHOD < plan.kernels().size(); part++) {
      method.addStatement("kernels$L()", part);
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      Value v = graph.outputs().get(i).value();
      method.addStatement(
          "System.arraycopy($L, outputs[$L], 0, $L)",
          Places.of(v).arguments(),
          i,
          Places.size(v.shape()));
    }
    for (Graph.Update update : graph.updates()) {
      method.addStatement(
          "System.arraycopy($L, $L, $L)",
          Places.of(update.value()).arguments(),
          Places.of(update.parameter()).arguments(),
          Places.size(update.value().shape()));
    }
    return method.build();
  }

  private MethodSpec part(int part) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("kernels" + part).addModifiers(Modifier.PRIVATE);
    List<Value> kernels = plan.kernels();
    int from = part * CALLS_A_METHOD;
    for (Value v : kernels.subList(from, Math.min(kernels.size(), from + CALLS_A_METHOD))) {
      method.addCode("$L(); // $L\n", KernelNames.of(v), KernelNames.where(v));
    }
    return method.build();
  }

  private MethodSpec place() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("place")
            .addModifiers(Modifier.PRIVATE)
            .addJavadoc("Gives every value its place for the present extents.\n");
    // shadows the fields, so that sizes are computed without overflow
    graph.symbols().forEach(s -> method.addStatement("long $L = this.$L", s, s));
    List<Integer> last = plan.lastReads();
    for (DType dtype : DType.values()) {
      List<Integer> indices = JavaEmitter.kernelsOf(plan, dtype);
      if (indices.isEmpty()) {
        continue;
      }
      String arena = Places.arena(dtype);
      method.addStatement(
          "$T $LArena = new $T(\nnew int[] {$L},\nnew int[] {$L},\nnew long[] {$L})",
          Arena.class,
          arena,
          Arena.class,
          join(indices.stream().map(i -> (Object) i).toList()),
          join(indices.stream().map(i -> (Object) last.get(i)).toList()),
          join(
              indices.stream()
                  .map(i -> (Object) Places.size(plan.kernels().get(i).shape()))
                  .toList()));
      for (int i = 0; i < indices.size(); i++) {
        method.addStatement(
            "v$L = $LArena.offset($L)", plan.kernels().get(indices.get(i)).id(), arena, i);
      }
      TypeName element = JavaEmitter.element(dtype);
      method.beginControlFlow("if ($L.length < $LArena.length())", arena, arena);
      method.addStatement("$L = new $T[$LArena.length()]", arena, element, arena);
      method.endControlFlow();
    }
    return method.build();
  }

  private static String join(List<Object> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
