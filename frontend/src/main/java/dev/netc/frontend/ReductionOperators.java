package dev.netc.frontend;

import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Reduction.ArgMax;
import dev.netc.ir.Reduction.Combiner;
import dev.netc.ir.Reduction.Reduce;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Functions that fold axes away. */
final class ReductionOperators {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "sum(x, axis?, keep?)",
              "The sum over the axes, all unless given; `keep` leaves an extent of 1 for each.",
              a -> reduce(Combiner.SUM, a)),
          Operator.of(
              "product(x, axis?, keep?)",
              "The product over the axes.",
              a -> reduce(Combiner.PRODUCT, a)),
          Operator.of(
              "largest(x, axis?, keep?)",
              "The largest element over the axes; NaN if there is one. The gradient is shared "
                  + "among equal ones.",
              a -> reduce(Combiner.MAX, a)),
          Operator.of(
              "smallest(x, axis?, keep?)",
              "The smallest element over the axes; NaN if there is one.",
              a -> reduce(Combiner.MIN, a)),
          Operator.of("mean(x, axis?, keep?)", "The mean over the axes.", ReductionOperators::mean),
          Operator.of(
              "argmax(x, axis?)",
              "Where the largest element along the axis is, i32; the first of equal ones.",
              ReductionOperators::argmax),
          Operator.of("total(values)", "The sum of a list of tensors.", ReductionOperators::total));

  private ReductionOperators() {}

  private static Meaning reduce(Combiner combiner, Arguments a) {
    Value x = a.tensor("x");
    List<Integer> axes = a.axes("axis", x.tensor());
    Value reduced = axes.isEmpty() ? x : a.frame().builder().add(new Reduce(combiner, x, axes));
    return a.result(keep(a, reduced, x, axes));
  }

  private static Meaning mean(Arguments a) {
    Value x = a.tensor("x");
    List<Integer> axes = a.axes("axis", x.tensor());
    Expressions e = a.expressions();
    Dim count = Dim.of(1);
    for (int axis : axes) {
      count = count.times(x.shape().dim(axis));
    }
    Value mean = e.divide(e.sum(x, axes), e.size(count, x.dtype()));
    return a.result(keep(a, mean, x, axes));
  }

  private static Value keep(Arguments a, Value reduced, Value x, List<Integer> axes) {
    if (!a.flag("keep", false)) {
      return reduced;
    }
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    axes.forEach(axis -> dims.set(axis, Dim.of(1)));
    return a.expressions().reshape(reduced, new Shape(dims));
  }

  private static Meaning argmax(Arguments a) {
    Value x = a.tensor("x");
    return a.result(a.frame().builder().add(new ArgMax(x, a.axis("axis", x.tensor(), -1))));
  }

  /** The sum of a list of tensors of one shape. */
  private static Meaning total(Arguments a) {
    List<Value> values = Elaborator.values(a.meaning("values"));
    return a.result(
        values.stream()
            .reduce(a.expressions()::plus)
            .orElseThrow(() -> a.wrong("values", "a list of tensors")));
  }
}
