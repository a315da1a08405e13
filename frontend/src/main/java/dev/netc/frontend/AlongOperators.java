package dev.netc.frontend;

import dev.netc.ir.Along.ArgSort;
import dev.netc.ir.Along.CumulativeSum;
import dev.netc.ir.Op;
import dev.netc.ir.Shaping.Flip;
import dev.netc.ir.Value;
import java.util.List;

/** Functions along one axis, which stays. */
final class AlongOperators {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "cumsum(x, axis?, exclusive?, reversed?)",
              "Sums from the first element along the axis to each; without itself if "
                  + "`exclusive`, from the last if `reversed`.",
              AlongOperators::cumsum),
          Operator.of(
              "argsort(x, axis?, descending?)",
              "The i32 places that sort the lines along the axis; stable, NaN the largest.",
              AlongOperators::argsort),
          Operator.of(
              "flip(x, axis?)", "The axes named, or all, turned around.", AlongOperators::flip));

  private AlongOperators() {}

  private static Meaning add(Arguments a, Op op) {
    return a.result(a.frame().builder().add(op));
  }

  private static Meaning cumsum(Arguments a) {
    Value x = a.tensor("x");
    int axis = a.axis("axis", x.tensor(), -1);
    return add(
        a, new CumulativeSum(x, axis, a.flag("exclusive", false), a.flag("reversed", false)));
  }

  private static Meaning argsort(Arguments a) {
    Value x = a.tensor("x");
    return add(a, new ArgSort(x, a.axis("axis", x.tensor(), -1), a.flag("descending", false)));
  }

  private static Meaning flip(Arguments a) {
    Value x = a.tensor("x");
    return add(a, new Flip(x, a.axes("axis", x.tensor())));
  }
}
