package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Indexing;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Writes the kernels that move elements, and those that draw random ones. */
final class MoveLoops {
  private final KernelPlan plan;
  private final Formulas formulas;

  MoveLoops(KernelPlan plan) {
    this.plan = plan;
    this.formulas = new Formulas(plan);
  }

  CodeBlock transpose(Value value, Shaping.Transpose t) {
    CodeBlock.Builder code = CodeBlock.builder();
    List<String> index = Nests.nest(code, value.shape(), Nests.allAxes(value.shape()));
    List<String> source = new ArrayList<>(index);
    for (int i = 0; i < index.size(); i++) {
      source.set(t.permutation().get(i), index.get(i));
    }
    return move(code, value, index, t.x(), source);
  }

  CodeBlock slice(Value value, Shaping.Slice s) {
    CodeBlock.Builder code = CodeBlock.builder();
    List<String> index = Nests.nest(code, value.shape(), Nests.allAxes(value.shape()));
    return move(code, value, index, s.x(), Formulas.sliced(s, index));
  }

  CodeBlock flip(Value value, Shaping.Flip f) {
    CodeBlock.Builder code = CodeBlock.builder();
    List<String> index = Nests.nest(code, value.shape(), Nests.allAxes(value.shape()));
    List<String> source = new ArrayList<>(index);
    for (int axis : f.axes()) {
      String extent = Places.factor(value.shape().dim(axis));
      source.set(axis, "(" + extent + " - 1 - " + index.get(axis) + ")");
    }
    return move(code, value, index, f.x(), source);
  }

  CodeBlock pad(Value value, Shaping.Pad p) {
    CodeBlock.Builder code = CodeBlock.builder();
    Places.Place to = plan.place(value);
    code.addStatement(
        "$T.fill($L, $L, $L + $L, $L)",
        java.util.Arrays.class,
        to.array(),
        to.offset(),
        to.offset(),
        Places.size(value.shape()),
        Formulas.literal(value.dtype(), p.value()));
    List<String> source = Nests.nest(code, p.x().shape(), Nests.allAxes(p.x().shape()));
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
      List<String> source = Nests.nest(code, part.shape(), Nests.allAxes(part.shape()));
      List<String> index = new ArrayList<>(source);
      index.set(c.axis(), affine(source.get(c.axis()), 1, from));
      move(code, value, index, part, source);
      from = from.plus(part.shape().dim(c.axis()));
    }
    return code.build();
  }

  static String affine(String index, int step, Dim start) {
    String scaled = step == 1 ? index : index + " * " + step;
    String shifted = start.equals(Dim.of(0)) ? scaled : scaled + " + " + Places.factor(start);
    return shifted.contains(" ") ? "(" + shifted + ")" : shifted;
  }

  private CodeBlock move(
      CodeBlock.Builder code, Value to, List<String> index, Value from, List<String> source) {
    code.addStatement(
        "$L = $L",
        plan.place(to).element(Formulas.flat(to.shape(), index)),
        formulas.element(from, source));
    return Nests.close(code, index.size());
  }

  CodeBlock gather(Value value, Indexing.Gather g) {
    CodeBlock.Builder code = CodeBlock.builder();
    String width = Places.factor(g.table().shape().without(List.of(0)).size());
    Nests.begin(code, "i", g.indices().shape().size());
    row(code, g.indices(), g.table().shape().dim(0));
    Places.Place table = plan.place(g.table());
    Places.Place to = plan.place(value);
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
    Places.Place to = plan.place(value);
    String width = Places.factor(value.shape().without(List.of(0)).size());
    code.addStatement(
        "$T.fill($L, $L, $L + $L, 0)",
        java.util.Arrays.class,
        to.array(),
        to.offset(),
        to.offset(),
        Places.size(value.shape()));
    Nests.begin(code, "i", s.indices().shape().size());
    row(code, s.indices(), s.rows());
    code.beginControlFlow("for (int j = 0; j < $L; j++)", width);
    code.addStatement(
        "$L += $L",
        to.element("row * " + width + " + j"),
        plan.place(s.updates()).element("i * " + width + " + j"));
    return code.endControlFlow().endControlFlow().build();
  }

  private void row(CodeBlock.Builder code, Value indices, Dim rows) {
    code.addStatement(
        "int row = $LMath.max(0, Math.min($L - 1, $L))",
        indices.dtype() == DType.I64 ? "(int) " : "",
        Places.factor(rows),
        plan.place(indices).element("i"));
  }

  CodeBlock random(Value value, Indexing.Random r) {
    Places.Place to = plan.place(value);
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
