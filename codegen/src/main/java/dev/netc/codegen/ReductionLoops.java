package dev.netc.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Reduction;
import dev.netc.ir.Reduction.Combiner;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the kernels that reduce axes. */
final class ReductionLoops {
  /** Elements that one thread reduces at a time. */
  private static final int GRAIN = 16_384;

  /** Columns that one thread reduces at least. */
  private static final int COLUMNS = 64;

  /** Below this extent a row is not worth a loop over vectors. */
  private static final int SHORT = 16;

  static final ClassName FLOAT_VECTOR = ClassName.get("jdk.incubator.vector", "FloatVector");

  private final KernelPlan plan;
  private final Formulas formulas;
  private final ColumnSums columnSums;

  ReductionLoops(KernelPlan plan) {
    this.plan = plan;
    this.columnSums = new ColumnSums(plan);
    this.formulas = new Formulas(plan);
  }

  Kernel reduce(Value value, Reduction.Reduce r) {
    if (ColumnSums.fits(r)) {
      return columnSums.kernel(value, r);
    }
    Shape from = r.x().shape();
    List<Integer> kept = new ArrayList<>(Nests.allAxes(from));
    kept.removeAll(r.axes());
    CodeBlock scalar = scalar(value, r, kept);
    if (kept.isEmpty()) {
      return new Kernel(value, scalar, rows(value, r, kept), Optional.empty());
    }
    boolean columns = kept.equals(List.of(from.rank() - 1));
    Dim first = from.dim(kept.getFirst());
    int grain = Nests.grain(from.without(kept.subList(0, 1)).size(), GRAIN);
    return new Kernel(
        value,
        scalar,
        columns ? columns(value, r) : rows(value, r, kept),
        Optional.of(
            // Columns are taken by vectors, so a thread needs some of them.
            new Kernel.Range(Places.extent(first), columns ? Math.max(COLUMNS, grain) : grain)));
  }

  private CodeBlock scalar(Value value, Reduction.Reduce r, List<Integer> kept) {
    Shape from = r.x().shape();
    CodeBlock.Builder code = CodeBlock.builder();
    if (kept.isEmpty() && formulas.isFlatOperand(r.x(), from)) {
      start(code, value, r);
      Nests.begin(code, "i", from.size());
      combine(code, r, formulas.element(r.x(), List.of("i")));
      code.endControlFlow();
      return code.addStatement("$L = total", plan.place(value).element("0")).build();
    }
    beginKept(code, from, kept);
    start(code, value, r);
    Nests.nest(code, from, r.axes());
    combine(code, r, formulas.element(r.x(), Nests.names(from)));
    Nests.close(code, r.axes().size());
    store(code, value, kept);
    return Nests.close(code, kept.size());
  }

  /** The first axis kept is the range of the method. */
  private static void beginKept(CodeBlock.Builder code, Shape from, List<Integer> kept) {
    if (!kept.isEmpty()) {
      Nests.beginRange(code, "i" + kept.getFirst());
      Nests.nest(code, from, kept.subList(1, kept.size()));
    }
  }

  private void store(CodeBlock.Builder code, Value value, List<Integer> kept) {
    List<String> index = kept.stream().map(axis -> "i" + axis).toList();
    code.addStatement("$L = total", plan.place(value).element(Formulas.flat(value.shape(), index)));
  }

  /** Sums along the last axes, a vector of partial sums for each result. */
  private Optional<CodeBlock> rows(Value value, Reduction.Reduce r, List<Integer> kept) {
    Shape from = r.x().shape();
    int last = from.rank() - 1;
    if (r.combiner() == Combiner.PRODUCT || !r.axes().contains(last)) {
      return Optional.empty();
    }
    int collapsed = 0;
    Optional<String> vector = Optional.empty();
    VectorFormulas vectors = new VectorFormulas(plan);
    for (int c = last; c >= 0 && vector.isEmpty(); c--) {
      collapsed = c;
      vectors = new VectorFormulas(plan);
      vector = trailing(r.axes(), last, c) ? vectors.element(r.x(), index(from, c), "j") : vector;
    }
    Dim length = from.without(Nests.allAxes(from).subList(0, last - collapsed)).size();
    if (vector.isEmpty() || (length.isConstant() && length.constant() < SHORT)) {
      return Optional.empty();
    }
    List<Integer> outer = r.axes().subList(0, r.axes().size() - collapsed - 1);
    CodeBlock.Builder code = CodeBlock.builder();
    ElementLoops.numbers(code, vectors.numbers());
    beginKept(code, from, kept);
    start(code, value, r);
    code.addStatement("$T lanes = Lanes.all(total)", FLOAT_VECTOR);
    Nests.nest(code, from, outer);
    code.addStatement("int j = 0");
    String extent = Places.extent(length);
    code.beginControlFlow("for (; j <= $L - Lanes.COUNT; j += Lanes.COUNT)", extent);
    code.addStatement("lanes = lanes.$L($L)", vectorMethod(r.combiner()), vector.get());
    code.endControlFlow();
    code.beginControlFlow("for (; j < $L; j++)", extent);
    List<String> plain =
        index(from, collapsed).stream()
            .map(i -> i.equals(VectorFormulas.COLLAPSED) ? "0" : i)
            .toList();
    combine(code, r, formulas.element(r.x(), plain));
    code.endControlFlow();
    Nests.close(code, outer.size());
    combine(code, r, "Lanes." + laneMethod(r.combiner()) + "(lanes)");
    store(code, value, kept);
    return Optional.of(Nests.close(code, kept.size()));
  }

  /** Whether the last {@code collapsed + 1} axes are all reduced. */
  private static boolean trailing(List<Integer> axes, int last, int collapsed) {
    for (int i = 0; i <= collapsed; i++) {
      if (!axes.contains(last - i)) {
        return false;
      }
    }
    return true;
  }

  /** The names of indices, where {@code collapsed} axes run together with the last. */
  private static List<String> index(Shape from, int collapsed) {
    List<String> index = new ArrayList<>(Nests.names(from));
    int last = index.size() - 1;
    for (int i = 1; i <= collapsed; i++) {
      index.set(last - i, VectorFormulas.COLLAPSED);
    }
    index.set(last, "j");
    return index;
  }

  /** Reduces all axes but the last, a vector of results at a time. */
  private Optional<CodeBlock> columns(Value value, Reduction.Reduce r) {
    Shape from = r.x().shape();
    int last = from.rank() - 1;
    List<String> index = new ArrayList<>(Nests.names(from));
    index.set(last, "j");
    VectorFormulas vectors = new VectorFormulas(plan);
    Optional<String> vector = vectors.element(r.x(), index, "j");
    if (vector.isEmpty() || r.combiner() == Combiner.PRODUCT) {
      return Optional.empty();
    }
    CodeBlock.Builder code = CodeBlock.builder();
    ElementLoops.numbers(code, vectors.numbers());
    code.addStatement("int j = from");
    code.beginControlFlow("for (; j <= to - Lanes.COUNT; j += Lanes.COUNT)");
    code.addStatement(
        "$T lanes = Lanes.all($L)", FLOAT_VECTOR, initial(r.combiner(), value.dtype()));
    Nests.nest(code, from, r.axes());
    code.addStatement("lanes = lanes.$L($L)", vectorMethod(r.combiner()), vector.get());
    Nests.close(code, r.axes().size());
    Places.Place to = plan.place(value);
    code.addStatement("lanes.intoArray($L, $L)", to.array(), to.at("j"));
    code.endControlFlow();
    return Optional.of(code.addStatement("super.$L(j, to)", KernelNames.of(value)).build());
  }

  private static String vectorMethod(Combiner combiner) {
    return switch (combiner) {
      case SUM -> "add";
      case PRODUCT -> "mul";
      case MAX -> "max";
      case MIN -> "min";
    };
  }

  private static String laneMethod(Combiner combiner) {
    return switch (combiner) {
      case SUM -> "sum";
      case MAX -> "largest";
      case MIN -> "smallest";
      case PRODUCT -> throw new CodegenException("no product of lanes");
    };
  }

  private static void start(CodeBlock.Builder code, Value value, Reduction.Reduce r) {
    code.addStatement(
        "$L total = $L", Places.javaType(value.dtype()), initial(r.combiner(), value.dtype()));
  }

  private static void combine(CodeBlock.Builder code, Reduction.Reduce r, String element) {
    switch (r.combiner()) {
      case SUM -> code.addStatement("total += $L", element);
      case PRODUCT -> code.addStatement("total *= $L", element);
      case MAX -> code.addStatement("total = Math.max(total, $L)", element);
      case MIN -> code.addStatement("total = Math.min(total, $L)", element);
    }
  }

  private static String initial(Combiner combiner, DType dtype) {
    boolean real = dtype.isFloat();
    String box = dtype == DType.I32 ? "Integer" : "Long";
    return switch (combiner) {
      case SUM -> "0";
      case PRODUCT -> "1";
      case MAX -> real ? Formulas.literal(dtype, Double.NEGATIVE_INFINITY) : box + ".MIN_VALUE";
      case MIN -> real ? Formulas.literal(dtype, Double.POSITIVE_INFINITY) : box + ".MAX_VALUE";
    };
  }

  CodeBlock argMax(Value value, Reduction.ArgMax a) {
    Shape from = a.x().shape();
    List<Integer> kept = new ArrayList<>(Nests.allAxes(from));
    kept.removeAll(List.of(a.axis()));
    CodeBlock.Builder code = CodeBlock.builder();
    List<String> outer = Nests.nest(code, from, kept);
    code.addStatement("int best = 0");
    List<String> first = new ArrayList<>(Nests.names(from));
    first.set(a.axis(), "0");
    code.addStatement(
        "$L largest = $L", Places.javaType(a.x().dtype()), formulas.element(a.x(), first));
    Nests.begin(code, "i" + a.axis(), from.dim(a.axis()));
    String element = formulas.element(a.x(), Nests.names(from));
    code.beginControlFlow(
        "if ($L > largest || ($L != $L && largest == largest))", element, element, element);
    code.addStatement("best = i$L", a.axis());
    code.addStatement("largest = $L", element);
    code.endControlFlow().endControlFlow();
    code.addStatement("$L = best", plan.place(value).element(Formulas.flat(value.shape(), outer)));
    return Nests.close(code, kept.size());
  }
}
