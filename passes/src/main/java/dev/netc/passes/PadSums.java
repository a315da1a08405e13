package dev.netc.passes;

import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping.Concat;
import dev.netc.ir.Shaping.Pad;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A sum of tensors that are 0 but for one part each is the parts beside each other: {@code pad(a) +
 * pad(b)} becomes {@code concat(a, b)}. The gradient of a split is such a sum.
 */
final class PadSums {
  /** Terms that are looked through for parts. */
  private static final int MOST = 64;

  private PadSums() {}

  static Optional<Value> rewrite(RewriteRule.Site site) {
    if (!(site.op() instanceof Binary(BinaryFunction f, Value x, Value y))
        || f != BinaryFunction.ADD) {
      return Optional.empty();
    }
    List<Pad> pads = new ArrayList<>();
    if (!collect(x, pads) || !collect(y, pads) || pads.size() < 2) {
      return Optional.empty();
    }
    Shape shape = site.type().shape();
    for (int axis = 0; axis < shape.rank(); axis++) {
      Optional<List<Value>> parts = parts(pads, axis, shape);
      if (parts.isPresent()) {
        return Optional.of(site.e().builder().add(new Concat(parts.get(), axis)));
      }
    }
    return Optional.empty();
  }

  private static boolean collect(Value value, List<Pad> pads) {
    if (pads.size() > MOST) {
      return false;
    }
    return switch (value.op()) {
      case Pad pad -> pad.value() == 0 && pads.add(pad);
      case Binary(BinaryFunction f, Value x, Value y) ->
          f == BinaryFunction.ADD && collect(x, pads) && collect(y, pads);
      default -> false;
    };
  }

  /** The parts in order if they fill the axis, each once, and all others wholly. */
  private static Optional<List<Value>> parts(List<Pad> pads, int axis, Shape shape) {
    List<Value> parts = new ArrayList<>();
    Dim end = Dim.of(0);
    while (parts.size() < pads.size()) {
      Dim start = end;
      Optional<Pad> next =
          pads.stream()
              .filter(p -> isAlong(p, axis) && p.low().get(axis).equals(start))
              .findFirst();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      parts.add(next.get().x());
      end = start.plus(next.get().x().shape().dim(axis));
    }
    return end.equals(shape.dim(axis)) ? Optional.of(parts) : Optional.empty();
  }

  private static boolean isAlong(Pad pad, int axis) {
    Dim none = Dim.of(0);
    List<Dim> low = new ArrayList<>(pad.low());
    List<Dim> high = new ArrayList<>(pad.high());
    low.set(axis, none);
    high.set(axis, none);
    return Collections.frequency(low, none) == low.size()
        && Collections.frequency(high, none) == high.size()
        && Collections.frequency(pad.interior(), 0) == pad.interior().size();
  }
}
