package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Along;
import dev.netc.ir.Dim;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import dev.netc.runtime.LineSort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the kernels along one axis. */
final class LineKernels {
  /** Elements that one thread adds at a time. */
  private static final int GRAIN = 16_384;

  private final KernelPlan plan;
  private final Formulas formulas;

  LineKernels(KernelPlan plan) {
    this.plan = plan;
    this.formulas = new Formulas(plan);
  }

  Kernel kernel(Value value, Along op) {
    return switch (op) {
      case Along.CumulativeSum c -> sums(value, c);
      case Along.ArgSort s -> Kernel.whole(value, order(value, s));
    };
  }

  /** Sums of floats are kept in double: there are as many roundings as elements before. */
  private Kernel sums(Value value, Along.CumulativeSum c) {
    Shape shape = value.shape();
    List<Integer> kept = new ArrayList<>(Nests.allAxes(shape));
    kept.removeAll(List.of(c.axis()));
    CodeBlock.Builder code = CodeBlock.builder();
    if (!kept.isEmpty()) {
      Nests.beginRange(code, "i" + kept.getFirst());
      Nests.nest(code, shape, kept.subList(1, kept.size()));
    }
    String type = Places.javaType(value.dtype());
    code.addStatement("$L total = 0", value.dtype().isFloat() ? "double" : type);
    String index = "i" + c.axis();
    if (c.reversed()) {
      code.beginControlFlow(
          "for (int $L = $L - 1; $L >= 0; $L--)",
          index,
          Places.extent(shape.dim(c.axis())),
          index,
          index);
    } else {
      Nests.begin(code, index, shape.dim(c.axis()));
    }
    List<String> names = Nests.names(shape);
    String result = plan.place(value).element(Formulas.flat(shape, names));
    String element = formulas.element(c.x(), names);
    String rounded = type.equals("float") ? "(float) total" : "total";
    if (c.exclusive()) {
      code.addStatement("$L = $L", result, rounded);
    }
    code.addStatement("total += $L", element);
    if (!c.exclusive()) {
      code.addStatement("$L = $L", result, rounded);
    }
    code.endControlFlow();
    return new Kernel(
        value,
        Nests.close(code, kept.size()),
        Optional.empty(),
        kept.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Kernel.Range(
                    Places.extent(shape.dim(kept.getFirst())),
                    Nests.grain(shape.without(kept.subList(0, 1)).size(), GRAIN))));
  }

  /** The object that the field of a sort holds. */
  static CodeBlock sorter(Along.ArgSort op) {
    return CodeBlock.of("new $T(team, $L)", LineSort.class, op.descending());
  }

  private CodeBlock order(Value value, Along.ArgSort op) {
    List<Dim> dims = value.shape().dims();
    Dim outer = new Shape(dims.subList(0, op.axis())).size();
    Dim inner = new Shape(dims.subList(op.axis() + 1, dims.size())).size();
    return CodeBlock.builder()
        .addStatement(
            "$L.run($L, $L, $L, $L, $L)",
            KernelNames.of(value),
            plan.place(op.x()).arguments(),
            plan.place(value).arguments(),
            Places.extent(outer),
            Places.extent(dims.get(op.axis())),
            Places.extent(inner))
        .build();
  }
}
