package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Indexing;
import dev.netc.ir.Reduction;
import dev.netc.ir.Reduction.Combiner;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Writes the kernels that are loops: formulas, reductions, and moves of elements. */
final class Loops {
  private final Formulas formulas;

  Loops(KernelPlan plan) {
    this.formulas = new Formulas(plan);
  }

  /** A formula for each element. */
  CodeBlock formula(Value value) {
    Places.Place to = Places.of(value);
    Shape shape = value.shape();
    CodeBlock.Builder code = CodeBlock.builder();
    if (shape.isScalar()) {
      return code.addStatement("$L = $L", to.element("0"), formulas.formula(value, List.of()))
          .build();
    }
    boolean broadcast = value.op() instanceof Shaping.Broadcast b && !b.x().shape().isScalar();
    if (!broadcast && formulas.isFlat(value, shape)) {
      begin(code, "i", shape.size());
      code.addStatement("$L = $L", to.element("i"), formulas.formula(value, List.of("i")));
      return code.endControlFlow().build();
    }
    List<String> index = nest(code, shape, allAxes(shape));
    code.addStatement(
        "$L = $L", to.element(Formulas.flat(shape, index)), formulas.formula(value, index));
    return close(code, index.size());
  }

  private static List<Integer> allAxes(Shape shape) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      axes.add(i);
    }
    return axes;
  }

  private static void begin(CodeBlock.Builder code, String name, Dim extent) {
    code.beginControlFlow(
        "for (int $L = 0; $L < $L; $L++)", name, name, Places.extent(extent), name);
  }

  /** Opens a loop for each of {@code axes}; the names of the indices, i0, i1, ... */
  private static List<String> nest(CodeBlock.Builder code, Shape shape, List<Integer> axes) {
    List<String> names = new ArrayList<>();
    for (int axis : axes) {
      names.add("i" + axis);
      begin(code, "i" + axis, shape.dim(axis));
    }
    return names;
  }

  private static CodeBlock close(CodeBlock.Builder code, int loops) {
    for (int i = 0; i < loops; i++) {
      code.endControlFlow();
    }
    return code.build();
  }

  CodeBlock reduce(Value value, Reduction.Reduce r) {
    Shape from = r.x().shape();
    CodeBlock.Builder code = CodeBlock.builder();
    List<Integer> kept = new ArrayList<>(allAxes(from));
    kept.removeAll(r.axes());
    String type = Places.javaType(value.dtype());
    if (kept.isEmpty() && formulas.isFlatOperand(r.x(), from)) {
      code.addStatement("$L total = $L", type, start(r.combiner(), value.dtype()));
      begin(code, "i", from.size());
      combine(code, r, formulas.element(r.x(), List.of("i")));
      code.endControlFlow();
      return code.addStatement("$L = total", Places.of(value).element("0")).build();
    }
    List<String> outer = nest(code, from, kept);
    code.addStatement("$L total = $L", type, start(r.combiner(), value.dtype()));
    nest(code, from, r.axes());
    combine(code, r, formulas.element(r.x(), names(from)));
    close(code, r.axes().size());
    code.addStatement("$L = total", Places.of(value).element(Formulas.flat(value.shape(), outer)));
    return close(code, kept.size());
  }

  private static List<String> names(Shape shape) {
    return allAxes(shape).stream().map(i -> "i" + i).toList();
  }

  private static void combine(CodeBlock.Builder code, Reduction.Reduce r, String element) {
    switch (r.combiner()) {
      case SUM -> code.addStatement("total += $L", element);
      case PRODUCT -> code.addStatement("total *= $L", element);
      case MAX -> code.addStatement("total = Math.max(total, $L)", element);
      case MIN -> code.addStatement("total = Math.min(total, $L)", element);
    }
  }

  private static String start(Combiner combiner, DType dtype) {
    boolean real = dtype.isFloat();
    String box = dtype == DType.I32 ? "Integer" : "Long";
    return switch (combiner) {
      case SUM -> "0";
      case PRODUCT -> "1";
      case MAX -> real ? Formulas.literal(dtype, Double.NEGATIVE_INFINITY) : box + ".MIN_VALUE";
      case MIN -> real ? Formulas.literal(dtype, Double.POSITIVE_INFINITY) : box + ".MAX_VALUE";
    };
  }

  CodeBlock argmax(Value value, Reduction.ArgMax a) {
    Shape from = a.x().shape();
    List<Integer> kept = new ArrayList<>(allAxes(from));
    kept.removeAll(List.of(a.axis()));
    CodeBlock.Builder code = CodeBlock.builder();
    List<String> outer = nest(code, from, kept);
    code.addStatement("int best = 0");
    List<String> first = new ArrayList<>(names(from));
    first.set(a.axis(), "0");
    code.addStatement(
        "$L largest = $L", Places.javaType(a.x().dtype()), formulas.element(a.x(), first));
    begin(code, "i" + a.axis(), from.dim(a.axis()));
    String element = formulas.element(a.x(), names(from));
    code.beginControlFlow(
        "if ($L > largest || ($L != $L && largest == largest))", element, element, element);
    code.addStatement("best = i$L", a.axis());
    code.addStatement("largest = $L", element);
    code.endControlFlow().endControlFlow();
    code.addStatement("$L = best", Places.of(value).element(Formulas.flat(value.shape(), outer)));
    return close(code, kept.size());
  }

  CodeBlock transpose(Value value, Shaping.Transpose t) {
    CodeBlock.Builder code = CodeBlock.builder();
    List<String> index = nest(code, value.shape(), allAxes(value.shape()));
    List<String> source = new ArrayList<>(index);
    for (int i = 0; i < index.size(); i++) {
      source.set(t.permutation().get(i), index.get(i));
    }
    return move(code, value, index, t.x(), source);
  }

  CodeBlock slice(Value value, Shaping.Slice s) {
    CodeBlock.Builder code = CodeBlock.builder();
    List<String> index = nest(code, value.shape(), allAxes(value.shape()));
    List<String> source = new ArrayList<>();
    for (int i = 0; i < index.size(); i++) {
      source.add(affine(index.get(i), s.step().get(i), s.start().get(i)));
    }
    return move(code, value, index, s.x(), source);
  }

  CodeBlock pad(Value value, Shaping.Pad p) {
    CodeBlock.Builder code = CodeBlock.builder();
    Places.Place to = Places.of(value);
    code.addStatement(
        "$T.fill($L, $L, $L + $L, $L)",
        java.util.Arrays.class,
        to.array(),
        to.offset(),
        to.offset(),
        Places.size(value.shape()),
        Formulas.literal(value.dtype(), p.value()));
    List<String> source = nest(code, p.x().shape(), allAxes(p.x().shape()));
    List<String> index = new ArrayList<>();
    for (int i = 0; i < source.size(); i++) {
      index.add(affine(source.get(i), p.interior().get(i) + 1, p.low().get(i)));
    }
    return move(code, value, index, p.x(), source);
  }

  CodeBlock concat(Value value, Shaping.Concat c) {
    CodeBlock.Builder code = CodeBlock.builder();
    Dim from = Dim.of(0);
    for (Value part : c.parts()) {
      List<String> source = nest(code, part.shape(), allAxes(part.shape()));
      List<String> index = new ArrayList<>(source);
      index.set(c.axis(), affine(source.get(c.axis()), 1, from));
      move(code, value, index, part, source);
      from = from.plus(part.shape().dim(c.axis()));
    }
    return code.build();
  }

  private static String affine(String index, int step, Dim start) {
    String scaled = step == 1 ? index : index + " * " + step;
    String shifted = start.equals(Dim.of(0)) ? scaled : scaled + " + " + Places.factor(start);
    return shifted.contains(" ") ? "(" + shifted + ")" : shifted;
  }

  private CodeBlock move(
      CodeBlock.Builder code, Value to, List<String> index, Value from, List<String> source) {
    code.addStatement(
        "$L = $L",
        Places.of(to).element(Formulas.flat(to.shape(), index)),
        formulas.element(from, source));
    return close(code, index.size());
  }

  CodeBlock gather(Value value, Indexing.Gather g) {
    CodeBlock.Builder code = CodeBlock.builder();
    String width = Places.factor(g.table().shape().without(List.of(0)).size());
    begin(code, "i", g.indices().shape().size());
    row(code, Places.of(g.indices()), g.table().shape().dim(0));
    Places.Place table = Places.of(g.table());
    Places.Place to = Places.of(value);
    code.addStatement(
        "System.arraycopy($L, $L + row * $L, $L, $L + i * $L, $L)",
        table.array(),
        table.offset(),
        width,
        to.array(),
        to.offset(),
        width,
        width);
    return code.endControlFlow().build();
  }

  CodeBlock scatterAdd(Value value, Indexing.ScatterAdd s) {
    CodeBlock.Builder code = CodeBlock.builder();
    Places.Place to = Places.of(value);
    String width = Places.factor(value.shape().without(List.of(0)).size());
    code.addStatement(
        "$T.fill($L, $L, $L + $L, 0)",
        java.util.Arrays.class,
        to.array(),
        to.offset(),
        to.offset(),
        Places.size(value.shape()));
    begin(code, "i", s.indices().shape().size());
    row(code, Places.of(s.indices()), s.rows());
    code.beginControlFlow("for (int j = 0; j < $L; j++)", width);
    code.addStatement(
        "$L += $L",
        to.element("row * " + width + " + j"),
        Places.of(s.updates()).element("i * " + width + " + j"));
    return code.endControlFlow().endControlFlow().build();
  }

  private static void row(CodeBlock.Builder code, Places.Place indices, Dim rows) {
    code.addStatement(
        "int row = (int) Math.max(0, Math.min($L - 1, $L))",
        Places.factor(rows),
        indices.element("i"));
  }

  CodeBlock random(Value value, Indexing.Random r) {
    Places.Place to = Places.of(value);
    return CodeBlock.builder()
        .addStatement(
            "philox.$L($L, $L, $L, $L, $L)",
            r.distribution(),
            formulas.element(r.seed(), List.of()),
            formulas.element(r.step(), List.of()),
            r.place(),
            to.arguments(),
            Places.size(value.shape()))
        .build();
  }
}
