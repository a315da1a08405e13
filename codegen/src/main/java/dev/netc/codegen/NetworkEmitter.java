package dev.netc.codegen;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.ir.Convolutional;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Origin;
import dev.netc.ir.Value;
import dev.netc.runtime.Network;
import dev.netc.runtime.PackedKernels;
import dev.netc.runtime.PackedMatrix;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Vectors;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes the class of a graph: the parameters, shared by all threads, and within it the session
 * that runs the graph.
 */
final class NetworkEmitter {
  private static final TypeName PARAMETERS =
      ParameterizedTypeName.get(Map.class, String.class, Tensor.class);

  private final KernelPlan plan;
  private final Graph graph;
  private final ClassName self;
  private final Preparation preparation;
  private final TypeSpec.Builder type;

  NetworkEmitter(KernelPlan plan, String packageName, String className) {
    this(plan, ClassName.get(packageName, className));
  }

  private NetworkEmitter(KernelPlan plan, ClassName self) {
    this.plan = plan;
    this.graph = plan.graph();
    this.preparation = new Preparation(plan);
    this.self = self;
    this.type =
        TypeSpec.classBuilder(self)
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(Network.class)
            .addField(SignatureField.of(graph));
  }

  /** The whole file. */
  String source(NetworkClass wanted) {
    type.addModifiers(Modifier.PUBLIC);
    documentation();
    wanted.text().ifPresent(net -> type.addJavadoc("\n$L", SourceDocumentation.of(net)));
    fields();
    type.addMethod(constructor());
    boolean isInference = graph.updates().isEmpty() && !graph.parameters().isEmpty();
    Factories factories = new Factories(self, type);
    if (isInference) {
      factories.add(wanted);
    }
    type.addMethod(
        MethodSpec.methodBuilder("describe")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addJavadoc("Inputs, outputs and parameters; its text is a table.\n")
            .returns(Signature.class)
            .addStatement("return $L", SignatureField.NAME)
            .build());
    facts();
    sessions(wanted.hasEvents() ? Session.RECORDED : Session.PUBLIC);
    if (isInference) {
      factories.addClasses(wanted);
    }
    JavaFile.Builder file =
        JavaFile.builder(self.packageName(), type.build()).indent("    ").skipJavaLangImports(true);
    return file.build().toString();
  }

  /** A class within another one, for its own use. */
  static TypeSpec nested(KernelPlan plan, ClassName self, String documentation) {
    NetworkEmitter emitter = new NetworkEmitter(plan, self);
    emitter.type.addModifiers(Modifier.PRIVATE, Modifier.STATIC).addJavadoc(documentation);
    emitter.fields();
    emitter.type.addMethod(emitter.constructor());
    emitter.facts();
    emitter.sessions(Session.PRIVATE);
    return emitter.type.build();
  }

  /** Whether programs use the session, or the class around it alone does. */
  private enum Session {
    PUBLIC,
    /** By programs, and the Flight Recorder is told of its kernels. */
    RECORDED,
    PRIVATE
  }

  private void facts() {
    type.addMethod(
        overriding("signature")
            .returns(Signature.class)
            .addStatement("return $L", SignatureField.NAME)
            .build());
    type.addMethod(
        overriding("parameters").returns(PARAMETERS).addStatement("return parameters").build());
  }

  private static MethodSpec.Builder overriding(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  private void documentation() {
    type.addJavadoc("$L, compiled by netc$L.\n\n<ul>\n", graph.name(), source(graph));
    for (Value input : graph.inputs()) {
      type.addJavadoc("<li>input {@code $L: $L}\n", ((Leaf.Input) input.op()).name(), input.type());
    }
    graph
        .outputs()
        .forEach(o -> type.addJavadoc("<li>output {@code $L: $L}\n", o.name(), o.value().type()));
    type.addJavadoc("</ul>\n\n");
    type.addJavadoc("$L\n\n", costs());
    type.addJavadoc(
        graph.updates().isEmpty()
            ? "The parameters are shared and not changed; each thread uses a session of its own.\n"
            : "A run updates the parameters in place; one thread at a time uses a session.\n");
  }

  /** {@code from lenet.net}, the file in which most of the graph was written. */
  private static String source(Graph graph) {
    return graph.outputs().stream()
        .map(o -> o.value().origin())
        .filter(Origin::isKnown)
        .findFirst()
        .map(o -> " from {@code " + Path.of(o.file()).getFileName() + "}")
        .orElse("");
  }

  private String costs() {
    long elements = graph.parameters().stream().mapToLong(v -> v.shape().size().constant()).sum();
    Map<String, Long> ones = new HashMap<>();
    graph.symbols().forEach(symbol -> ones.put(symbol, 1L));
    String extents =
        graph.symbols().isEmpty() ? "" : " at " + String.join(" = ", graph.symbols()) + " = 1";
    return String.format(
        Locale.ROOT,
        "%,d elements of parameters and states; %,d bytes of working memory%s.",
        elements,
        MemoryPlan.of(plan, ones).bytes(),
        extents);
  }

  private void fields() {
    type.addField(
        FieldSpec.builder(PARAMETERS, "parameters", Modifier.PRIVATE, Modifier.FINAL).build());
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      type.addField(
          FieldSpec.builder(array(v.dtype()), plan.field(v), Modifier.PRIVATE, Modifier.FINAL)
              .addJavadoc("{@code $L: $L}", path, v.type())
              .build());
    }
    preparation.fields().forEach(type::addField);
    packed()
        .forEach(
            (name, packed) ->
                type.addField(
                    FieldSpec.builder(packed.kind(), name, Modifier.PRIVATE, Modifier.FINAL)
                        .build()));
  }

  /** A field of weights in the order in which kernels read them, and its initial value. */
  private record Packed(Class<?> kind, CodeBlock initial) {}

  /** Such fields by name. */
  private Map<String, Packed> packed() {
    Map<String, Packed> packed = new LinkedHashMap<>();
    plan.withBodies().forEach(p -> p.kernels().forEach(v -> pack(p, v, packed)));
    return packed;
  }

  private static void pack(KernelPlan plan, Value v, Map<String, Packed> packed) {
    switch (Fused.of(v).heavy()) {
      case Linear.MatMul m when plan.isPacked(m) -> {
        ProductKernels products = new ProductKernels(plan);
        packed.putIfAbsent(
            products.packedField(m), new Packed(PackedMatrix.class, products.packed(m)));
      }
      case Convolutional.Convolution c
          when c.layout() == ImageLayout.CHANNELS_LAST && plan.isConstant(c.w()) -> {
        ChannelsLastKernels convolutions = new ChannelsLastKernels(plan);
        packed.putIfAbsent(
            convolutions.packedField(c),
            new Packed(PackedKernels.class, convolutions.packed(v, c)));
      }
      default -> {}
    }
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
            .addParameter(PARAMETERS, "parameters")
            .addStatement("$L.check(parameters)", SignatureField.NAME)
            .addStatement("this.parameters = $T.copyOf(parameters)", Map.class);
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      method.addStatement(
          "$L = ($T) parameters.get($S).data()", plan.field(v), array(v.dtype()), path);
    }
    method.addCode(preparation.statements());
    packed().forEach((name, packed) -> method.addStatement("$L = $L", name, packed.initial()));
    return method.build();
  }

  private void sessions(Session access) {
    List<Kernel> kernels =
        plan.withBodies().stream().flatMap(p -> new Kernels(p).all().stream()).toList();
    boolean hasVectors = kernels.stream().anyMatch(k -> k.vector().isPresent());
    ClassName session = ClassName.bestGuess("Session");
    if (access != Session.PRIVATE) {
      type.addMethod(
          MethodSpec.methodBuilder("session")
              .addModifiers(Modifier.PUBLIC)
              .addJavadoc("Working memory for one thread.\n")
              .returns(session)
              .addStatement("return session($T.single())", Team.class)
              .build());
    }
    type.addMethod(session(session, hasVectors));
    preparation.types(self.simpleName()).forEach(type::addType);
    SessionEmitter emitter = new SessionEmitter(plan, kernels, "Session", self.simpleName());
    if (access == Session.RECORDED) {
      emitter.record();
    }
    type.addType(access == Session.PRIVATE ? emitter.privateSession() : emitter.session());
    if (hasVectors) {
      type.addType(SessionEmitter.vectorSession(kernels));
    }
  }

  private static MethodSpec session(ClassName session, boolean hasVectors) {
    MethodSpec.Builder method =
        overriding("session")
            .addJavadoc("Working memory for one thread, with a team that shares its work.\n")
            .addParameter(Team.class, "team")
            .returns(session);
    if (hasVectors) {
      method.addStatement(
          "return $T.ENABLED ? new VectorSession(team) : new Session(team)", Vectors.class);
    } else {
      method.addStatement("return new Session(team)");
    }
    return method.build();
  }

  static TypeName element(DType dtype) {
    return switch (dtype) {
      case F32 -> TypeName.FLOAT;
      case F64 -> TypeName.DOUBLE;
      case I32 -> TypeName.INT;
      case I64 -> TypeName.LONG;
      case BOOL -> TypeName.BOOLEAN;
    };
  }

  static TypeName array(DType dtype) {
    return ArrayTypeName.of(element(dtype));
  }
}
