package dev.netc.autodiff;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Expressions;
import dev.netc.ir.Leaf.Iota;
import dev.netc.ir.Reduction;
import dev.netc.ir.Reduction.ArgMax;
import dev.netc.ir.Reduction.Combiner;
import dev.netc.ir.Reduction.Reduce;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Reductions. A maximum or minimum divides its cotangent evenly among the elements that attain it,
 * as PyTorch's {@code amax}.
 */
final class ReductionRules {
  private ReductionRules() {}

  static List<Cotangent> pull(Reduction op, Value y, Value dy) {
    return switch (op) {
      case ArgMax a -> List.of();
      case Reduce r ->
          List.of(
              new Cotangent(
                  0,
                  e ->
                      switch (r.combiner()) {
                        case SUM -> along(e, dy, r);
                        case PRODUCT -> e.times(along(e, dy, r), others(e, r));
                        case MAX, MIN -> shared(e, r, y, dy);
                      }));
    };
  }

  private static Value along(Expressions e, Value reduced, Reduce r) {
    return e.broadcastAlong(reduced, r.x().shape(), r.axes());
  }

  /**
   * For each element the product of all others, computed as such: a product over pairs, the element
   * itself replaced by 1, so that it and its derivatives are right where elements are 0.
   */
  private static Value others(Expressions e, Reduce r) {
    Shape from = r.x().shape();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < from.rank(); i++) {
      if (!r.axes().contains(i)) {
        order.add(i);
      }
    }
    int kept = order.size();
    order.addAll(r.axes());
    Value last = e.transpose(r.x(), order);
    List<Dim> lines = new ArrayList<>(last.shape().dims().subList(0, kept));
    Dim count = new Shape(last.shape().dims().subList(kept, order.size())).size();
    lines.add(count);
    List<Dim> pairs = new ArrayList<>(lines);
    pairs.add(count);
    Value factors =
        e.broadcastAlong(e.reshape(last, new Shape(lines)), new Shape(pairs), List.of(kept));
    TensorType square = TensorType.of(DType.I32, count, count);
    Value itself =
        e.compare(
            Comparison.EQUAL,
            e.builder().add(new Iota(square, 0)),
            e.builder().add(new Iota(square, 1)));
    Value replaced =
        e.select(
            e.broadcast(itself, new Shape(pairs), List.of(kept, kept + 1)),
            e.constant(1, factors),
            factors);
    Value product = e.builder().add(new Reduce(Combiner.PRODUCT, replaced, List.of(kept + 1)));
    return e.transpose(e.reshape(product, last.shape()), ShapingRules.inverse(order));
  }

  private static Value shared(Expressions e, Reduce r, Value y, Value dy) {
    Value attained = e.compare(Comparison.EQUAL, r.x(), along(e, y, r));
    Value count = e.sum(e.cast(attained, dy.dtype()), r.axes());
    return e.select(attained, along(e, e.divide(dy, count), r), e.constant(0, dy));
  }
}
