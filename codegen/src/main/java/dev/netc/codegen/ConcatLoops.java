package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping.Concat;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes parts beside each other along an axis that is not the first: a loop over the first axis,
 * and in it one for each part, which computes the part's elements where they go.
 */
final class ConcatLoops {
  private static final int GRAIN = 8_192;

  private final KernelPlan plan;
  private final Formulas formulas;

  ConcatLoops(KernelPlan plan) {
    this.plan = plan;
    this.formulas = new Formulas(plan);
  }

  Kernel kernel(Value value, Concat concat) {
    Shape shape = value.shape();
    int grain = Nests.grain(shape.without(List.of(0)).size(), GRAIN);
    return new Kernel(
        value,
        loops(value, concat, false),
        value.dtype() == DType.F32 ? Optional.of(loops(value, concat, true)) : Optional.empty(),
        Optional.of(new Kernel.Range(Places.extent(shape.dim(0)), grain)));
  }

  private CodeBlock loops(Value value, Concat concat, boolean onVectors) {
    CodeBlock.Builder code = CodeBlock.builder();
    Nests.beginRange(code, "i0");
    Dim from = Dim.of(0);
    for (Value part : concat.parts()) {
      code.add(part(value, part, concat.axis(), from, onVectors));
      from = from.plus(part.shape().dim(concat.axis()));
    }
    return code.endControlFlow().build();
  }

  /** The loops of one part. */
  private CodeBlock part(Value to, Value part, int axis, Dim from, boolean onVectors) {
    Shape shape = part.shape();
    int last = shape.rank() - 1;
    CodeBlock.Builder code = CodeBlock.builder();
    List<Integer> outer = new ArrayList<>(Nests.allAxes(shape));
    outer.removeFirst();
    outer.removeLast();
    Nests.nest(code, shape, outer);
    List<String> index = new ArrayList<>(Nests.names(shape));
    index.set(last, "j");
    VectorFormulas vectors = new VectorFormulas(plan);
    Optional<String> formula = onVectors ? vectors.element(part, index, "j") : Optional.empty();
    String extent = Places.extent(shape.dim(last));
    if (formula.isPresent()) {
      code.beginControlFlow("");
      ElementLoops.numbers(code, vectors.numbers());
      code.addStatement("int j = 0");
      code.beginControlFlow("for (; j <= $L - Lanes.COUNT; j += Lanes.COUNT)", extent);
      code.addStatement(
          "$L.intoArray($L, $L)",
          formula.get(),
          plan.place(to).array(),
          plan.place(to).at(at(to, index, axis, from)));
      code.endControlFlow();
      code.beginControlFlow("for (; j < $L; j++)", extent);
    } else {
      code.beginControlFlow("for (int j = 0; j < $L; j++)", extent);
    }
    code.addStatement(
        "$L = $L",
        plan.place(to).element(at(to, index, axis, from)),
        formulas.element(part, index));
    code.endControlFlow();
    if (formula.isPresent()) {
      code.endControlFlow();
    }
    return Nests.close(code, outer.size());
  }

  private static String at(Value to, List<String> index, int axis, Dim from) {
    List<String> target = new ArrayList<>(index);
    target.set(axis, MoveLoops.affine(index.get(axis), 1, from));
    return Formulas.flat(to.shape(), target);
  }
}
