package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
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

  private Kernel flat(Value value, Places.Place to) {
    CodeBlock.Builder code = CodeBlock.builder();
    Nests.beginRange(code, "i");
    code.addStatement("$L = $L", to.element("i"), formulas.formula(value, List.of("i")));
    return new Kernel(
        value,
        code.endControlFlow().build(),
        vector(value, to),
        Optional.of(new Kernel.Range(Places.size(value.shape()), GRAIN)));
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
    int grain = Nests.grain(shape.without(List.of(0)).size(), GRAIN / 8);
    return new Kernel(
        value,
        Nests.close(code, shape.rank()),
        Optional.empty(),
        Optional.of(new Kernel.Range(Places.extent(shape.dim(0)), grain)));
  }
}
