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
import dev.netc.ir.Indexing;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Pooling;
import dev.netc.ir.Reduction;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import dev.netc.runtime.Convolution2d;
import dev.netc.runtime.Executable;
import dev.netc.runtime.MatMul;
import dev.netc.runtime.Philox;
import dev.netc.runtime.Pool2d;
import dev.netc.runtime.SpecialFunctions;
import dev.netc.runtime.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Writes the class of a graph: a field for each parameter, a method for each kernel. */
final class JavaEmitter {
  private final KernelPlan plan;
  private final Graph graph;
  private final String className;
  private final Loops loops;
  private final TypeSpec.Builder type;

  JavaEmitter(KernelPlan plan, String className) {
    this.plan = plan;
    this.graph = plan.graph();
    this.className = className;
    this.loops = new Loops(plan);
    this.type =
        TypeSpec.classBuilder(className)
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(Executable.class);
  }

  String source(String packageName) {
    documentation();
    fields();
    new RunEmitter(plan, className).addTo(type);
    List<Value> kernels = plan.kernels();
    for (Value value : kernels) {
      type.addMethod(
          MethodSpec.methodBuilder(KernelNames.of(value))
              .addModifiers(Modifier.PRIVATE)
              .addJavadoc("$L: $L", KernelNames.where(value), value.type().toString())
              .addCode(kernel(value))
              .build());
    }
    return JavaFile.builder(packageName, type.build())
        .indent("    ")
        .skipJavaLangImports(true)
        .build()
        .toString();
  }

  private void documentation() {
    type.addJavadoc("$L, compiled by netc.\n\n<ul>\n", graph.name());
    for (Value input : graph.inputs()) {
      type.addJavadoc("<li>input {@code $L: $L}\n", ((Leaf.Input) input.op()).name(), input.type());
    }
    graph
        .outputs()
        .forEach(o -> type.addJavadoc("<li>output {@code $L: $L}\n", o.name(), o.value().type()));
    type.addJavadoc(
        "</ul>\n\nAn object owns its working memory: use one for each thread. $L kernels.\n",
        plan.kernels().size());
  }

  private void fields() {
    type.addField(
        FieldSpec.builder(
                ParameterizedTypeName.get(Map.class, String.class, Tensor.class),
                "parameters",
                Modifier.PRIVATE,
                Modifier.FINAL)
            .build());
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      type.addField(
          FieldSpec.builder(
                  array(v.dtype()), KernelNames.field(path), Modifier.PRIVATE, Modifier.FINAL)
              .addJavadoc("{@code $L: $L}", path, v.type())
              .build());
    }
    for (Value v : graph.inputs()) {
      type.addField(
          FieldSpec.builder(
                  array(v.dtype()),
                  KernelNames.field(((Leaf.Input) v.op()).name()),
                  Modifier.PRIVATE)
              .initializer("new $T[0]", element(v.dtype()))
              .build());
    }
    graph.symbols().forEach(s -> type.addField(TypeName.INT, s, Modifier.PRIVATE));
    Set<DType> dtypes = EnumSet.noneOf(DType.class);
    plan.kernels().forEach(v -> dtypes.add(v.dtype()));
    for (DType dtype : dtypes) {
      type.addField(
          FieldSpec.builder(array(dtype), Places.arena(dtype), Modifier.PRIVATE)
              .initializer("new $T[0]", element(dtype))
              .build());
    }
    objects();
    for (Value v : plan.kernels()) {
      type.addField(TypeName.INT, "v" + v.id(), Modifier.PRIVATE);
    }
  }

  private void objects() {
    boolean product = plan.kernels().stream().anyMatch(v -> v.op() instanceof Linear);
    boolean random = plan.kernels().stream().anyMatch(v -> v.op() instanceof Indexing.Random);
    if (product) {
      object(MatMul.class, "matmul", CodeBlock.of("new $T()", MatMul.class));
    }
    if (random) {
      object(Philox.class, "philox", CodeBlock.of("new $T()", Philox.class));
    }
    for (Value v : plan.kernels()) {
      if (v.op() instanceof Convolutional op) {
        object(Convolution2d.class, KernelNames.of(v), HeavyKernels.convolutionObject(v, op));
      } else if (v.op() instanceof Pooling op) {
        object(Pool2d.class, KernelNames.of(v), HeavyKernels.poolObject(v, op));
      }
    }
  }

  private void object(Class<?> kind, String name, CodeBlock initial) {
    type.addField(
        FieldSpec.builder(kind, name, Modifier.PRIVATE, Modifier.FINAL)
            .initializer(initial)
            .build());
  }

  private CodeBlock kernel(Value value) {
    CodeBlock code =
        switch (value.op()) {
          case Linear.MatMul m -> HeavyKernels.matmul(value, m);
          case Convolutional c -> HeavyKernels.convolution(value, c);
          case Pooling p -> HeavyKernels.pool(value, p);
          case Reduction.Reduce r -> loops.reduce(value, r);
          case Reduction.ArgMax a -> loops.argmax(value, a);
          case Shaping.Transpose t -> loops.transpose(value, t);
          case Shaping.Slice s -> loops.slice(value, s);
          case Shaping.Pad p -> loops.pad(value, p);
          case Shaping.Concat c -> loops.concat(value, c);
          case Indexing.Gather g -> loops.gather(value, g);
          case Indexing.ScatterAdd s -> loops.scatterAdd(value, s);
          case Indexing.Random r -> loops.random(value, r);
          default -> loops.formula(value);
        };
    if (code.toString().contains("SpecialFunctions.")) {
      return CodeBlock.of(
          code.toString().replace("$", "$$").replace("SpecialFunctions.", "$1T."),
          ClassName.get(SpecialFunctions.class));
    }
    return code;
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

  /** The dtypes that have an arena, with the indices of their kernels. */
  static List<Integer> kernelsOf(KernelPlan plan, DType dtype) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < plan.kernels().size(); i++) {
      if (plan.kernels().get(i).dtype() == dtype) {
        indices.add(i);
      }
    }
    return indices;
  }
}
