package dev.netc.ir.reference;

import dev.netc.ir.Dim;
import dev.netc.ir.Shaping;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** Where operators take their elements from. */
final class ShapingMeaning {
  private ShapingMeaning() {}

  static Array of(Shaping op, int[] shape, List<Array> operands, ToIntFunction<Dim> extent) {
    Array x = operands.get(0);
    return switch (op) {
      case Shaping.Reshape r -> Array.fill(x.dtype(), shape, x::get);
      case Shaping.Barrier b -> x;
      case Shaping.Broadcast b ->
          from(
              x,
              shape,
              i -> {
                int[] at = new int[x.rank()];
                Arrays.setAll(at, k -> x.extent(k) == 1 ? 0 : i[b.axes().get(k)]);
                return at;
              });
      case Shaping.Transpose t ->
          from(
              x,
              shape,
              i -> {
                int[] at = new int[x.rank()];
                Arrays.setAll(at, k -> i[t.permutation().indexOf(k)]);
                return at;
              });
      case Shaping.Slice s ->
          from(
              x,
              shape,
              i -> {
                int[] at = new int[x.rank()];
                Arrays.setAll(
                    at, k -> extent.applyAsInt(s.start().get(k)) + i[k] * s.step().get(k));
                return at;
              });
      case Shaping.Flip f ->
          from(
              x,
              shape,
              i -> {
                int[] at = i.clone();
                f.axes().forEach(axis -> at[axis] = shape[axis] - 1 - i[axis]);
                return at;
              });
      case Shaping.Pad p -> pad(p, x, shape, extent);
      case Shaping.Concat c -> concat(c.axis(), operands, shape);
    };
  }

  private interface Source {
    int[] of(int[] index);
  }

  private static Array from(Array x, int[] shape, Source source) {
    return Array.fill(x.dtype(), shape, o -> x.at(source.of(Array.index(shape, o))));
  }

  private static Array pad(Shaping.Pad p, Array x, int[] shape, ToIntFunction<Dim> extent) {
    return Array.fill(
        x.dtype(),
        shape,
        o -> {
          int[] i = Array.index(shape, o);
          int[] at = new int[i.length];
          for (int k = 0; k < i.length; k++) {
            int spread = i[k] - extent.applyAsInt(p.low().get(k));
            int by = p.interior().get(k) + 1;
            at[k] = spread / by;
            if (spread < 0 || spread % by != 0 || at[k] >= x.extent(k)) {
              return p.value();
            }
          }
          return x.at(at);
        });
  }

  private static Array concat(int axis, List<Array> parts, int[] shape) {
    return Array.fill(
        parts.getFirst().dtype(),
        shape,
        o -> {
          int[] i = Array.index(shape, o);
          for (Array part : parts) {
            if (i[axis] < part.extent(axis)) {
              return part.at(i);
            }
            i[axis] -= part.extent(axis);
          }
          throw new IllegalStateException("no part holds " + Arrays.toString(i));
        });
  }
}
