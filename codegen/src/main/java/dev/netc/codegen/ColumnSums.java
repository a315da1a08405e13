package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Reduction;
import dev.netc.ir.Reduction.Combiner;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import dev.netc.runtime.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes sums over all axes but the last, as of the channels of images whose channels are last:
 * each part of the rows has its own sums, which are added in order.
 */
final class ColumnSums {
  /** The array of the session that holds the sums of the parts. */
  static final String SUMS = "partSums";

  /** Fewer columns fill no vector. */
  private static final int FEW = 8;

  private final KernelPlan plan;
  private final Formulas formulas;

  ColumnSums(KernelPlan plan) {
    this.plan = plan;
    this.formulas = new Formulas(plan);
  }

  /** Whether a reduction is such a sum. */
  static boolean fits(Reduction.Reduce r) {
    Shape from = r.x().shape();
    return r.combiner() == Combiner.SUM
        && r.x().dtype() == DType.F32
        && from.rank() >= 2
        && r.axes().size() == from.rank() - 1
        && !r.axes().contains(from.rank() - 1)
        && from.dim(from.rank() - 1).isConstant();
  }

  /** The elements of {@link #SUMS} that a sum needs. */
  static long sums(Reduction.Reduce r) {
    return Parts.MOST * r.x().shape().dims().getLast().constant();
  }

  Kernel kernel(Value value, Reduction.Reduce r) {
    Shape from = r.x().shape();
    String blocks = Places.extent(blocks(from));
    Places.Place to = plan.place(value);
    CodeBlock total =
        CodeBlock.builder()
            .addStatement(
                "$T.total($L, $T.count($L), $L, $L)",
                Parts.class,
                SUMS,
                Parts.class,
                blocks,
                to.arguments(),
                from.dims().getLast())
            .build();
    CodeBlock extent = CodeBlock.of("$T.count($L)", Parts.class, blocks);
    return new Kernel(
        value, scalar(r), vector(r), Optional.of(new Kernel.Range(extent, 1)), Optional.of(total));
  }

  /** Rows are taken block by block: lines of images, or single rows of a matrix. */
  private static Dim blocks(Shape from) {
    return from.rank() == 2 ? from.dim(0) : from.dim(0).times(from.dim(1));
  }

  private CodeBlock scalar(Reduction.Reduce r) {
    Shape from = r.x().shape();
    String column = "i" + (from.rank() - 1);
    CodeBlock.Builder code = CodeBlock.builder();
    begin(code, from);
    Nests.begin(code, column, from.dims().getLast());
    column(code, r, column);
    return Nests.close(code, 3);
  }

  private Optional<CodeBlock> vector(Reduction.Reduce r) {
    Shape from = r.x().shape();
    int last = from.rank() - 1;
    String column = "i" + last;
    VectorFormulas vectors = new VectorFormulas(plan);
    Optional<String> vector = vectors.element(r.x(), Nests.names(from), column);
    long columns = from.dim(last).constant();
    if (vector.isEmpty() || columns < FEW) {
      return Optional.empty();
    }
    CodeBlock.Builder code = CodeBlock.builder();
    ElementLoops.numbers(code, vectors.numbers());
    begin(code, from);
    code.addStatement("int $L = 0", column);
    code.beginControlFlow(
        "for (; $L <= $L - Lanes.COUNT; $L += Lanes.COUNT)", column, columns, column);
    code.addStatement(
        "$T lanes = Lanes.load($L, sums + $L)", ReductionLoops.FLOAT_VECTOR, SUMS, column);
    List<Integer> inner = inner(from);
    Nests.nest(code, from, inner);
    code.addStatement("lanes = lanes.add($L)", vector.get());
    Nests.close(code, inner.size());
    code.addStatement("lanes.intoArray($L, sums + $L)", SUMS, column);
    code.endControlFlow();
    code.beginControlFlow("for (; $L < $L; $L++)", column, columns, column);
    column(code, r, column);
    return Optional.of(Nests.close(code, 3));
  }

  /** Opens the loops over parts and blocks. */
  private static void begin(CodeBlock.Builder code, Shape from) {
    String blocks = Places.extent(blocks(from));
    Nests.beginRange(code, "part");
    code.addStatement("int sums = part * $L", from.dims().getLast());
    code.addStatement("$T.fill($L, sums, sums + $L, 0)", Arrays.class, SUMS, from.dims().getLast());
    code.addStatement("int end = $T.first(part + 1, $L)", Parts.class, blocks);
    String block = from.rank() == 2 ? "i0" : "block";
    code.beginControlFlow(
        "for (int $L = $T.first(part, $L); $L < end; $L++)",
        block,
        Parts.class,
        blocks,
        block,
        block);
    if (from.rank() > 2) {
      code.addStatement("int i0 = block / $L", Places.factor(from.dim(1)));
      code.addStatement("int i1 = block % $L", Places.factor(from.dim(1)));
    }
  }

  /** The axes within a block. */
  private static List<Integer> inner(Shape from) {
    List<Integer> inner = new ArrayList<>(Nests.allAxes(from));
    inner.removeLast();
    return inner.subList(Math.min(2, inner.size()), inner.size());
  }

  /** Adds what a block gives to one column. */
  private void column(CodeBlock.Builder code, Reduction.Reduce r, String column) {
    Shape from = r.x().shape();
    List<Integer> inner = inner(from);
    code.addStatement("float total = $L[sums + $L]", SUMS, column);
    Nests.nest(code, from, inner);
    code.addStatement("total += $L", formulas.element(r.x(), Nests.names(from)));
    Nests.close(code, inner.size());
    code.addStatement("$L[sums + $L] = total", SUMS, column);
  }
}
