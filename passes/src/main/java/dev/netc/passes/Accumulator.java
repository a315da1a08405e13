package dev.netc.passes;

import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Reduction.Combiner;
import dev.netc.ir.Reduction.Reduce;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping.Reshape;
import dev.netc.ir.Shaping.Transpose;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A carry to which each step adds, and that nothing else reads: the sum over the steps can be taken
 * after the loop.
 */
final class Accumulator {
  private Accumulator() {}

  /**
   * What a step adds to a carry, in order; empty if the carry is no such sum, or if a term's sum
   * over all steps is not cheaper than adding step by step.
   */
  static List<Value> terms(Scan scan, int carry, StepDependence dependence) {
    Value input = scan.carryInputs().get(carry);
    List<Value> terms = new ArrayList<>();
    Value sum = scan.results().get(carry);
    while (!sum.equals(input)) {
      if (!(sum.op() instanceof Binary(BinaryFunction f, Value x, Value y))
          || f != BinaryFunction.ADD
          || readers(sum, scan) > (sum.equals(scan.results().get(carry)) ? 0 : 1)
          || !isSummable(y, dependence)) {
        return List.of();
      }
      terms.addFirst(y);
      sum = x;
    }
    boolean alone =
        readers(input, scan) == 1
            && scan.results().stream().filter(scan.results().get(carry)::equals).count() == 1;
    return alone ? terms : List.of();
  }

  private static long readers(Value value, Scan scan) {
    return scan.body().body().values().stream()
        .filter(v -> v.op().operands().contains(value))
        .count();
  }

  private static boolean isSummable(Value term, StepDependence dependence) {
    return switch (term.op()) {
      case MatMul(Value a, Value b, boolean transposeA, boolean transposeB) ->
          transposeA
              && !transposeB
              && a.shape().rank() == 2
              && b.shape().rank() == 2
              && !dependence.isInvariant(a)
              && !dependence.isInvariant(b);
      case Reduce r -> r.combiner() == Combiner.SUM && !dependence.isInvariant(r.x());
      case Transpose t -> isSummable(t.x(), dependence);
      case Reshape r -> isSummable(r.x(), dependence);
      default -> false;
    };
  }

  /**
   * The sum of a term over all steps.
   *
   * @param stack a value at all steps
   */
  static Supplier<Value> sum(Value term, Function<Value, Supplier<Value>> stack, AllSteps outside) {
    return switch (term.op()) {
      case MatMul m -> {
        Supplier<Value> a = stack.apply(m.a());
        Supplier<Value> b = stack.apply(m.b());
        yield () -> outside.sumOfProducts(a.get(), b.get());
      }
      case Reduce r -> {
        Supplier<Value> x = stack.apply(r.x());
        yield () -> outside.sumOfReductions(x.get(), r);
      }
      case Transpose t -> {
        Supplier<Value> x = sum(t.x(), stack, outside);
        yield () -> outside.expressions().transpose(x.get(), t.permutation());
      }
      case Reshape r -> {
        Supplier<Value> x = sum(r.x(), stack, outside);
        yield () -> outside.expressions().reshape(x.get(), r.shape());
      }
      default -> throw new IllegalStateException("no sum: " + term);
    };
  }
}
