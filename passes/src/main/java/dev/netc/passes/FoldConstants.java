package dev.netc.passes;

import dev.netc.ir.DType;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Evaluator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Computes what is known at compile time: elementwise operators of constants, by the reference
 * evaluator, and the extents of dims that are integers.
 *
 * <p>A constant is kept in f64 and rounded once, when it is used. What a function with steps makes
 * of an f32 that is not exact in f64 depends on that rounding, so it is left to the run, as are
 * integers that do not fit.
 */
public record FoldConstants() implements Pass {
  @Override
  public String name() {
    return "fold-constants";
  }

  @Override
  public String description() {
    return "computes elementwise operators of constants, and extents that are known";
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, firing -> {});
  }

  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    return Rewriting.toFixedPoint(
        graph, List.of(new Rewriting.Named("constant", FoldConstants::fold)), firings);
  }

  private static Optional<Value> fold(RewriteRule.Site site) {
    return switch (site.op()) {
      case Leaf.DimSize(var dim, DType dtype) when dim.isConstant() ->
          Optional.of(site.e().constant(dtype, (double) dim.constant()));
      case Elementwise op
          when op.operands().stream().allMatch(o -> o.op() instanceof Leaf.Constant) -> {
        DType dtype = site.type().dtype();
        // Adding 0 makes a negative zero, which integers do not have, a zero.
        double value = dtype.isFloat() ? evaluate(op, dtype) : evaluate(op, dtype) + 0.0;
        yield isExact(dtype, value) && (!hasSteps(op) || operandsAreExact(op))
            ? Optional.of(site.e().constant(dtype, value))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static double evaluate(Elementwise op, DType dtype) {
    List<Double> operands =
        op.operands().stream().map(o -> ((Leaf.Constant) o.op()).value()).toList();
    return Evaluator.scalar(op, dtype, operands);
  }

  /** Whether a constant of that dtype can have the value. */
  private static boolean isExact(DType dtype, double value) {
    return switch (dtype) {
      case F64, BOOL -> true;
      case F32 -> !Double.isFinite(value) || Math.abs(value) <= Float.MAX_VALUE;
      case I32 -> value == (int) value;
      case I64 -> value == Math.rint(value) && Math.abs(value) <= 1L << 53;
    };
  }

  private static boolean operandsAreExact(Elementwise op) {
    return op.operands().stream()
        .allMatch(
            o ->
                o.dtype() != DType.F32
                    || !(o.op() instanceof Leaf.Constant c)
                    || Double.isNaN(c.value())
                    || (float) c.value() == c.value());
  }

  private static boolean hasSteps(Elementwise op) {
    return switch (op) {
      case Elementwise.Unary u ->
          switch (u.function()) {
            case FLOOR, CEIL, ROUND, SIGN -> true;
            case NEGATE,
                ABS,
                EXP,
                LOG,
                LOG1P,
                SQRT,
                RSQRT,
                RECIPROCAL,
                SIN,
                COS,
                TANH,
                SIGMOID,
                ERF,
                NOT ->
                false;
          };
      case Elementwise.Binary b -> b.function() == BinaryFunction.REMAINDER;
      case Elementwise.Compare c -> true;
      case Elementwise.Cast c -> !c.dtype().isFloat();
      case Elementwise.Select s -> false;
      case Elementwise.StopGradient s -> false;
    };
  }
}
