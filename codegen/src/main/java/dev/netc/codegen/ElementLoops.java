package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Dim;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the kernels that compute a formula for each element. */
final class ElementLoops {
  /** Elements that one thread computes at a time: some microseconds on vectors. */
  private static final int GRAIN = 8_192;

  private static final int MOST_LANES = 16;

  private final KernelPlan plan;
  private final Formulas formulas;

  ElementLoops(KernelPlan plan) {
    this.plan = plan;
    this.formulas = new Formulas(plan);
  }

  Kernel kernel(Value value) {
    Places.Place to = plan.place(value);
    Shape shape = value.shape();
    if (shape.isScalar()) {
      return Kernel.whole(
          value,
          CodeBlock.builder()
              .addStatement("$L = $L", to.element("0"), formulas.formula(value, List.of()))
              .build());
    }
    boolean broadcast = value.op() instanceof Shaping.Broadcast b && !b.x().shape().isScalar();
    return !broadcast && formulas.isFlat(value, shape) ? flat(value, to) : nested(value, to);
  }

  /** Fewer elements where each takes longer; whole vectors in any case. */
  private int grain(Value value) {
    return GRAIN / (1 + 2 * plan.functions(value)) / MOST_LANES * MOST_LANES;
  }

  private Kernel flat(Value value, Places.Place to) {
    CodeBlock.Builder code = CodeBlock.builder();
    Nests.beginRange(code, "i");
    code.addStatement("$L = $L", to.element("i"), formulas.formula(value, List.of("i")));
    return new Kernel(
        value,
        code.endControlFlow().build(),
        vector(value, to),
        Optional.of(new Kernel.Range(Places.size(value.shape()), grain(value))));
  }

  private Optional<CodeBlock> vector(Value value, Places.Place to) {
    VectorFormulas vectors = new VectorFormulas(plan);
    return vectors
        .formula(value, List.of("i"), "i")
        .map(
            formula -> {
              CodeBlock.Builder code = CodeBlock.builder();
              numbers(code, vectors.numbers());
              code.addStatement("int i = from");
              code.beginControlFlow("for (; i <= to - Lanes.COUNT; i += Lanes.COUNT)");
              code.addStatement("$L.intoArray($L, $L)", formula, to.array(), to.at("i"));
              code.endControlFlow();
              return code.addStatement("super.$L(i, to)", KernelNames.of(value)).build();
            });
  }

  static void numbers(CodeBlock.Builder code, List<String> numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      code.addStatement("float s$L = $L", i, numbers.get(i));
    }
  }

  private Kernel nested(Value value, Places.Place to) {
    Shape shape = value.shape();
    List<String> index = Nests.names(shape);
    CodeBlock.Builder code = CodeBlock.builder();
    Nests.beginRange(code, "i0");
    List<Integer> inner = new ArrayList<>(Nests.allAxes(shape));
    inner.removeFirst();
    Nests.nest(code, shape, inner);
    code.addStatement(
        "$L = $L", to.element(Formulas.flat(shape, index)), formulas.formula(value, index));
    CodeBlock scalar = Nests.close(code, shape.rank());
    Optional<CodeBlock> vector = nestedVector(value, to);
    int grain =
        Nests.grain(
            shape.without(List.of(0)).size(), vector.isPresent() ? grain(value) : grain(value) / 8);
    return new Kernel(
        value, scalar, vector, Optional.of(new Kernel.Range(Places.extent(shape.dim(0)), grain)));
  }

  /**
   * Vectors along the last axes: as many of them together as every operand has side by side, or has
   * one element for.
   */
  private Optional<CodeBlock> nestedVector(Value value, Places.Place to) {
    Shape shape = value.shape();
    int last = shape.rank() - 1;
    for (int together = last - 1; together >= 0; together--) {
      List<String> index = new ArrayList<>(Nests.names(shape));
      for (int i = 1; i <= together; i++) {
        index.set(last - i, VectorFormulas.COLLAPSED);
      }
      index.set(last, "j");
      VectorFormulas vectors = new VectorFormulas(plan);
      Optional<String> formula = vectors.formula(value, index, "j");
      if (formula.isPresent()) {
        return Optional.of(rows(value, to, vectors, formula.get(), together));
      }
    }
    return Optional.empty();
  }

  private CodeBlock rows(
      Value value, Places.Place to, VectorFormulas vectors, String formula, int together) {
    Shape shape = value.shape();
    int outer = shape.rank() - 1 - together;
    List<Integer> axes = Nests.allAxes(shape);
    Dim length = shape.without(axes.subList(0, outer)).size();
    List<String> index = new ArrayList<>(Nests.names(shape));
    axes.subList(outer, axes.size() - 1).forEach(axis -> index.set(axis, "0"));
    index.set(shape.rank() - 1, "j");
    CodeBlock.Builder code = CodeBlock.builder();
    numbers(code, vectors.numbers());
    Nests.beginRange(code, "i0");
    Nests.nest(code, shape, axes.subList(1, outer));
    code.addStatement("int row = $L", to.at(Formulas.flat(shape, at(index, "0"))));
    code.addStatement("int j = 0");
    String extent = Places.extent(length);
    code.beginControlFlow("for (; j <= $L - Lanes.COUNT; j += Lanes.COUNT)", extent);
    code.addStatement("$L.intoArray($L, row + j)", formula, to.array());
    code.endControlFlow();
    if (!length.isConstant() || length.constant() % MOST_LANES != 0) {
      code.beginControlFlow("for (; j < $L; j++)", extent);
      code.addStatement("$L[row + j] = $L", to.array(), formulas.formula(value, index));
      code.endControlFlow();
    }
    return Nests.close(code, outer);
  }

  private static List<String> at(List<String> index, String last) {
    List<String> first = new ArrayList<>(index);
    first.set(index.size() - 1, last);
    return first;
  }
}
