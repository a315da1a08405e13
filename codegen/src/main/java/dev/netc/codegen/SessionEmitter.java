package dev.netc.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.ir.Along;
import dev.netc.ir.Convolutional;
import dev.netc.ir.DType;
import dev.netc.ir.Detection;
import dev.netc.ir.Graph;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Indexing;
import dev.netc.ir.Linear;
import dev.netc.ir.Op;
import dev.netc.ir.Pooling;
import dev.netc.ir.Reduction;
import dev.netc.ir.Value;
import dev.netc.runtime.Arena;
import dev.netc.runtime.Epilogue;
import dev.netc.runtime.Executable;
import dev.netc.runtime.LineSort;
import dev.netc.runtime.MatMul;
import dev.netc.runtime.PackedMatrix;
import dev.netc.runtime.ParallelLoop;
import dev.netc.runtime.Philox;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Workspace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the session of a network: the arena, the schedule, and a method for each kernel. */
final class SessionEmitter {
  /**
   * Kernel calls in one method: a method of more bytecode than 8,000 is not compiled by HotSpot.
   */
  private static final int CALLS_A_METHOD = 200;

  private final KernelPlan plan;
  private final Graph graph;
  private final List<Kernel> kernels;
  private final String network;
  private final TypeSpec.Builder type;
  private boolean isRecorded;
  private final MethodSpec.Builder constructor =
      MethodSpec.constructorBuilder().addParameter(Team.class, "team");

  /**
   * @param name of the class to write
   * @param network the class around it
   */
  SessionEmitter(KernelPlan plan, List<Kernel> kernels, String name, String network) {
    this.plan = plan;
    this.network = network;
    this.graph = plan.graph();
    this.kernels = kernels;
    this.type = TypeSpec.classBuilder(name);
  }

  /** Lets the session tell the Flight Recorder of each kernel. */
  void record() {
    isRecorded = true;
    type.addField(RecordedKernels.field(network, kernels.subList(0, plan.kernels().size())));
  }

  /** What programs use. */
  TypeSpec session() {
    type.addModifiers(Modifier.PUBLIC);
    executable();
    if (graph.updates().isEmpty() && !graph.outputs().isEmpty()) {
      new TypedMethod(plan, network).addTo(type);
    }
    schedule(new RunMethod(plan).checked());
    return type.build();
  }

  /** What the class around uses alone, by position. */
  TypeSpec privateSession() {
    type.addModifiers(Modifier.PRIVATE);
    executable();
    schedule(new RunMethod(plan).checked());
    return type.build();
  }

  private void executable() {
    type.addSuperinterface(Executable.class)
        .addJavadoc("Working memory, and the kernels in the order in which they run.\n");
    SessionCall.addTo(type, graph, network);
    fields();
    SessionCall.addCheck(type, graph);
    type.addMethod(constructor.build());
    delegate("signature", TypeName.get(Signature.class));
    delegate("parameters", ParameterizedTypeName.get(Map.class, String.class, Tensor.class));
  }

  /** What computes once what depends on parameters only, which are its inputs. */
  TypeSpec preparation() {
    type.addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("Computes what depends on parameters only.\n");
    fields();
    type.addMethod(constructor.build());
    schedule(new RunMethod(plan).unchecked());
    return type.build();
  }

  private void schedule(MethodSpec run) {
    type.addMethod(enter());
    type.addMethod(compute());
    type.addMethod(run);
    for (int part = 0; part * CALLS_A_METHOD < plan.kernels().size(); part++) {
      type.addMethod(part(part));
    }
    type.addMethod(place());
    for (Kernel kernel : kernels) {
      type.addMethod(
          method(kernel, kernel.scalar())
              .addJavadoc(
                  "$L: {@code $L}",
                  KernelNames.line(kernel.value()),
                  kernel.value().type().toString())
              .build());
      kernel
          .after()
          .ifPresent(
              code ->
                  type.addMethod(
                      MethodSpec.methodBuilder(kernel.nameAfter())
                          .addCode(NamedClasses.imported(code))
                          .build()));
    }
  }

  /** The session that overrides the loops which have a form in vectors. */
  static TypeSpec vectorSession(List<Kernel> kernels) {
    TypeSpec.Builder type =
        TypeSpec.classBuilder("VectorSession")
            .addModifiers(Modifier.PRIVATE, Modifier.FINAL)
            .superclass(ClassName.bestGuess("Session"))
            .addJavadoc("The same loops on vectors; what is left over runs in scalars.\n")
            .addMethod(
                MethodSpec.constructorBuilder()
                    .addParameter(Team.class, "team")
                    .addStatement("super(team)")
                    .build());
    for (Kernel kernel : kernels) {
      kernel
          .vector()
          .ifPresent(
              code -> type.addMethod(method(kernel, code).addAnnotation(Override.class).build()));
    }
    return type.build();
  }

  private static MethodSpec.Builder method(Kernel kernel, CodeBlock body) {
    MethodSpec.Builder method = MethodSpec.methodBuilder(kernel.name());
    if (kernel.range().isPresent()) {
      method.addParameter(TypeName.INT, "from").addParameter(TypeName.INT, "to");
    }
    return method.addCode(NamedClasses.imported(body));
  }

  private void delegate(String name, TypeName returned) {
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PUBLIC)
            .returns(returned)
            .addStatement("return $L.this.$L()", network, name)
            .build());
  }

  private void fields() {
    for (Value v : graph.inputs()) {
      field(
          NetworkEmitter.array(v.dtype()),
          plan.field(v),
          CodeBlock.of("new $T[0]", NetworkEmitter.element(v.dtype())));
    }
    KernelNames.symbols(graph).forEach(s -> type.addField(TypeName.INT, s));
    type.addField(TypeName.BOOLEAN, "placed", Modifier.PRIVATE);
    List<Slot> slots = plan.slots();
    Set<DType> dtypes = EnumSet.noneOf(DType.class);
    slots.forEach(slot -> dtypes.add(slot.dtype()));
    for (DType dtype : dtypes) {
      type.addField(
          FieldSpec.builder(NetworkEmitter.array(dtype), Places.arena(dtype))
              .initializer("new $T[0]", NetworkEmitter.element(dtype))
              .build());
    }
    slots.forEach(slot -> type.addField(TypeName.INT, slot.field()));
    for (KernelPlan p : plan.withBodies()) {
      p.loops().forEach(loop -> loop.fields().forEach(f -> type.addField(TypeName.INT, f)));
    }
    sharedObjects();
    plan.withBodies().forEach(this::objects);
    parallelLoops();
  }

  private void field(TypeName kind, String name, CodeBlock initial) {
    type.addField(FieldSpec.builder(kind, name).initializer(initial).build());
  }

  /** Objects of the runtime that kernels share, made with the session. */
  private void sharedObjects() {
    List<Op> ops = kernels.stream().map(k -> Fused.of(k.value()).heavy()).toList();
    if (ops.stream().anyMatch(Linear.class::isInstance)) {
      object(MatMul.class, "matmul", CodeBlock.of("new $T(team)", MatMul.class));
    }
    if (ops.stream().anyMatch(Indexing.Random.class::isInstance)) {
      object(Philox.class, "philox", CodeBlock.of("new $T()", Philox.class));
    }
    ops.stream()
        .filter(op -> op instanceof Reduction.Reduce r && ColumnSums.fits(r))
        .mapToLong(op -> ColumnSums.sums((Reduction.Reduce) op))
        .max()
        .ifPresent(
            length ->
                field(
                    TypeName.get(float[].class),
                    ColumnSums.SUMS,
                    CodeBlock.of("new float[$L]", length)));
    if (ops.stream().anyMatch(SessionEmitter::isLast)) {
      object(Workspace.class, "workspace", CodeBlock.of("new $T(team)", Workspace.class));
      object(Epilogue.class, "epilogue", CodeBlock.of("new $T()", Epilogue.class));
    }
  }

  /** Objects of the runtime that one kernel has for itself. */
  private void objects(KernelPlan owner) {
    HeavyKernels heavy = new HeavyKernels(owner);
    for (Value value : owner.kernels()) {
      String name = KernelNames.of(value);
      switch (Fused.of(value).heavy()) {
        case Convolutional op ->
            object(HeavyKernels.convolutionClass(op), name, heavy.convolutionObject(value, op));
        case Pooling op -> object(HeavyKernels.poolClass(op), name, heavy.poolObject(value, op));
        case Linear.MatMul op when owner.isPackedForLoop(op) ->
            object(
                PackedMatrix.class, ProductKernels.loopField(value), ProductKernels.loopObject(op));
        case Along.ArgSort op -> object(LineSort.class, name, LineKernels.sorter(op));
        case Detection op ->
            object(DetectionKernels.objectClass(op), name, DetectionKernels.object(op));
        default -> {}
      }
    }
  }

  private void parallelLoops() {
    for (Kernel kernel : kernels) {
      kernel
          .range()
          .ifPresent(
              range ->
                  object(
                      ParallelLoop.class,
                      kernel.name(),
                      CodeBlock.of(
                          "new $T(team, $L, this::$L)",
                          ParallelLoop.class,
                          range.grain(),
                          kernel.name())));
    }
  }

  private static boolean isLast(Op op) {
    return op instanceof Convolutional c && c.layout() == ImageLayout.CHANNELS_LAST;
  }

  private void object(Class<?> kind, String name, CodeBlock initial) {
    type.addField(FieldSpec.builder(kind, name, Modifier.PRIVATE, Modifier.FINAL).build());
    constructor.addStatement("$L = $L", name, initial);
  }

  private MethodSpec enter() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("enter")
            .addModifiers(Modifier.PRIVATE)
            .addJavadoc("Sets the extents of this run; a change of them moves the values.\n");
    List<String> same = new ArrayList<>(List.of("placed"));
    for (String symbol : KernelNames.symbols(graph)) {
      method.addParameter(TypeName.INT, symbol);
      same.add("this." + symbol + " == " + symbol);
    }
    method.beginControlFlow("if (!($L))", String.join(" && ", same));
    method.addStatement("placed = false");
    KernelNames.symbols(graph).forEach(s -> method.addStatement("this.$L = $L", s, s));
    return method.addStatement("place()").addStatement("placed = true").endControlFlow().build();
  }

  private MethodSpec compute() {
    MethodSpec.Builder method = MethodSpec.methodBuilder("compute").addModifiers(Modifier.PRIVATE);
    for (int part = 0; part * CALLS_A_METHOD < plan.kernels().size(); part++) {
      method.addStatement("kernels$L()", part);
    }
    for (Graph.Update update : graph.updates()) {
      if (!plan.isInPlace(update.value())) {
        method.addStatement(
            "System.arraycopy($L, $L, $L)",
            plan.place(update.value()).arguments(),
            plan.place(update.parameter()).arguments(),
            Places.size(update.value().shape()));
      }
    }
    return method.build();
  }

  private MethodSpec part(int part) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("kernels" + part).addModifiers(Modifier.PRIVATE);
    int from = part * CALLS_A_METHOD;
    int to = Math.min(plan.kernels().size(), from + CALLS_A_METHOD);
    // The kernels of the graph itself come before those of its loops.
    for (int i = from; i < to; i++) {
      CodeBlock call = kernels.get(i).call();
      method.addCode(isRecorded ? RecordedKernels.recorded(call, i) : call);
    }
    return method.build();
  }

  private MethodSpec place() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("place")
            .addModifiers(Modifier.PRIVATE)
            .addJavadoc("Gives every value its place for the present extents.\n");
    // Shadows the fields, so that sizes are computed without overflow.
    KernelNames.symbols(graph).forEach(s -> method.addStatement("long $L = this.$L", s, s));
    for (DType dtype : DType.values()) {
      List<Slot> slots = plan.slots().stream().filter(s -> s.dtype() == dtype).toList();
      if (slots.isEmpty()) {
        continue;
      }
      String arena = Places.arena(dtype);
      method.addStatement(
          "$T $LArena = new $T(\nnew int[] {$L},\nnew int[] {$L},\nnew long[] {$L})",
          Arena.class,
          arena,
          Arena.class,
          joined(slots, s -> Integer.toString(s.first())),
          joined(slots, s -> Integer.toString(s.last())),
          joined(slots, s -> Places.extent(s.elements())));
      for (int i = 0; i < slots.size(); i++) {
        method.addStatement("$L = $LArena.offset($L)", slots.get(i).field(), arena, i);
      }
      TypeName element = NetworkEmitter.element(dtype);
      method.beginControlFlow("if ($L.length < $LArena.length())", arena, arena);
      method.addStatement("$L = new $T[$LArena.length()]", arena, element, arena);
      method.endControlFlow();
    }
    return method.build();
  }

  private static String joined(List<Slot> slots, Function<Slot, String> text) {
    return slots.stream().map(text).collect(Collectors.joining(", "));
  }
}
