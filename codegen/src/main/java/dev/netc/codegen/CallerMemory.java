package dev.netc.codegen;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.runtime.Buffers;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * The methods that read from and write to the caller's own memory: one for buffers, one for memory
 * segments. There are none where an input or output is of bool, of which there are no buffers.
 */
final class CallerMemory {
  private final KernelPlan plan;
  private final Graph graph;
  private final String name;

  /**
   * @param name of the methods
   */
  CallerMemory(KernelPlan plan, String name) {
    this.plan = plan;
    this.graph = plan.graph();
    this.name = name;
  }

  void addTo(TypeSpec.Builder session) {
    boolean hasBool =
        Stream.concat(graph.inputs().stream(), graph.outputs().stream().map(Graph.Output::value))
            .anyMatch(v -> v.dtype() == DType.BOOL);
    if (hasBool || graph.inputs().isEmpty()) {
      return;
    }
    for (Value v : graph.inputs()) {
      session.addField(
          FieldSpec.builder(NetworkEmitter.array(v.dtype()), copyName(v), Modifier.PRIVATE)
              .initializer("new $T[0]", NetworkEmitter.element(v.dtype()))
              .build());
    }
    session.addMethod(buffers());
    session.addMethod(segments());
  }

  /** The method that takes buffers. */
  private MethodSpec buffers() {
    MethodSpec.Builder method =
        method("From the remaining elements of buffers to the remaining room of others.\n");
    List<String> lengths = new ArrayList<>();
    for (Value v : graph.inputs()) {
      method.addParameter(bufferOf(v.dtype()), argument(v));
      lengths.add(argument(v) + ".remaining()");
    }
    KernelNames.symbols(graph).forEach(s -> method.addParameter(TypeName.INT, s));
    for (Graph.Output output : graph.outputs()) {
      method.addParameter(bufferOf(output.value().dtype()), argument(output));
    }
    SessionCall call = new SessionCall(graph, method);
    call.begin(lengths);
    for (Value v : graph.inputs()) {
      method.addStatement(
          "$1L = $2T.read($3S, $4L, $1L)", copyName(v), Buffers.class, path(v), argument(v));
    }
    compute(method, Buffers.class);
    return call.end();
  }

  /** The method that takes memory segments. */
  private MethodSpec segments() {
    MethodSpec.Builder method =
        method("From memory segments to others, in the byte order of this machine.\n");
    List<String> lengths = new ArrayList<>();
    for (Value v : graph.inputs()) {
      method.addParameter(MemorySegment.class, argument(v));
      lengths.add(argument(v) + "Elements");
    }
    KernelNames.symbols(graph).forEach(s -> method.addParameter(TypeName.INT, s));
    graph.outputs().forEach(o -> method.addParameter(MemorySegment.class, argument(o)));
    for (Value v : graph.inputs()) {
      method.addStatement(
          "long $LElements = $T.elements($S, $L, $T.$L)",
          argument(v),
          Segments.class,
          path(v),
          argument(v),
          ElementType.class,
          v.dtype().name());
    }
    SessionCall call = new SessionCall(graph, method);
    call.begin(lengths);
    for (Value v : graph.inputs()) {
      method.addStatement("$1L = $2T.read($3L, $1L)", copyName(v), Segments.class, argument(v));
    }
    compute(method, Segments.class);
    return call.end();
  }

  private MethodSpec.Builder method(String documentation) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).addJavadoc(documentation);
    method.addJavadoc("\n");
    graph.inputs().forEach(v -> method.addJavadoc("@param $L {@code $L}\n", argument(v), v.type()));
    graph
        .outputs()
        .forEach(
            o ->
                method.addJavadoc(
                    "@param $L room for {@code $L}\n", argument(o), o.value().type()));
    return method;
  }

  private void compute(MethodSpec.Builder method, Class<?> memory) {
    for (Value v : graph.inputs()) {
      method.addStatement("this.$L = $L", plan.field(v), copyName(v));
    }
    method.addStatement("compute()");
    for (Graph.Output output : graph.outputs()) {
      method.addStatement(
          "$T.write($S, $L, $L, $L)",
          memory,
          output.name(),
          place(output.value()),
          Places.size(output.value().shape()),
          argument(output));
    }
  }

  /** Where an output is: an argument may hide the field of an input. */
  private String place(Value output) {
    Places.Place place = plan.place(output);
    boolean isInput = graph.inputs().stream().anyMatch(v -> plan.field(v).equals(place.array()));
    return (isInput ? "this." : "") + place.arguments();
  }

  private static String path(Value input) {
    return ((Leaf.Input) input.op()).name();
  }

  private static String argument(Value input) {
    return KernelNames.argument(path(input));
  }

  /** The parameter of an output, whose name an input may have, too. */
  private String argument(Graph.Output output) {
    String argument = KernelNames.argument(output.name());
    boolean isTaken =
        graph.inputs().stream().anyMatch(v -> argument(v).equals(argument))
            || KernelNames.symbols(graph).contains(argument);
    return isTaken ? argument + "Out" : argument;
  }

  /** The field to which an input is copied. */
  private static String copyName(Value input) {
    return argument(input) + "Copy";
  }

  private static Class<?> bufferOf(DType dtype) {
    return switch (dtype) {
      case F32 -> FloatBuffer.class;
      case F64 -> DoubleBuffer.class;
      case I32 -> IntBuffer.class;
      case I64 -> LongBuffer.class;
      case BOOL -> throw new IllegalArgumentException("there is no buffer of bool");
    };
  }
}
