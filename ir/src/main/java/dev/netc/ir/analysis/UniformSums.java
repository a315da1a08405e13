package dev.netc.ir.analysis;

import dev.netc.ir.Along;
import dev.netc.ir.Dim;
import dev.netc.ir.Indexing;
import dev.netc.ir.Pooling;
import dev.netc.ir.Reduction;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** {@link UniformAxes} of operators that fold axes, go along them, pool or look up. */
final class UniformSums {
  private UniformSums() {}

  static Uniform of(Reduction op, Shape shape, Function<Value, Uniform> of) {
    return switch (op) {
      case Reduction.Reduce(var combiner, Value x, var axes) -> {
        Uniform before = of.apply(x);
        OptionalDouble number =
            before.number().isPresent()
                ? folded(combiner, before.number().getAsDouble(), folded(x.shape(), axes))
                : OptionalDouble.empty();
        yield number.isPresent()
            ? Uniform.number(shape, number.getAsDouble())
            : kept(before, x.shape(), axes, shape);
      }
      case Reduction.ArgMax(Value x, int axis) ->
          of.apply(x).along(axis)
              ? Uniform.number(shape, 0)
              : kept(of.apply(x), x.shape(), List.of(axis), shape);
    };
  }

  private static Dim folded(Shape shape, List<Integer> axes) {
    return axes.stream().map(shape::dim).reduce(Dim.of(1), Dim::times);
  }

  private static OptionalDouble folded(Reduction.Combiner combiner, double number, Dim count) {
    return switch (combiner) {
      case MAX, MIN -> OptionalDouble.of(number);
      case SUM ->
          number == 0 || count.isConstant()
              ? OptionalDouble.of(number == 0 ? 0 : number * count.constant())
              : OptionalDouble.empty();
      case PRODUCT ->
          number == 0 || number == 1 ? OptionalDouble.of(number) : OptionalDouble.empty();
    };
  }

  private static Uniform kept(Uniform x, Shape from, List<Integer> axes, Shape shape) {
    List<Integer> rest = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      if (!axes.contains(axis)) {
        rest.add(axis);
      }
    }
    return Uniform.along(shape, axis -> x.along(rest.get(axis)));
  }

  static Uniform of(Along op, Shape shape, Function<Value, Uniform> of) {
    return switch (op) {
      case Along.CumulativeSum c ->
          of.apply(c.x()).isZero()
              ? Uniform.number(shape, 0)
              : Uniform.along(shape, axis -> axis != c.axis() && of.apply(c.x()).along(axis));
      case Along.ArgSort s ->
          Uniform.along(shape, axis -> axis != s.axis() && of.apply(s.x()).along(axis));
    };
  }

  static Uniform of(Indexing op, Shape shape, Function<Value, Uniform> of) {
    return switch (op) {
      case Indexing.Gather(Value table, Value indices) -> {
        Uniform rows = of.apply(table);
        int looked = indices.shape().rank();
        Uniform axes =
            Uniform.along(
                shape,
                axis ->
                    axis < looked
                        ? rows.along(0) || of.apply(indices).along(axis)
                        : rows.along(axis - looked + 1));
        yield new Uniform(axes.axes(), rows.number());
      }
      case Indexing.ScatterAdd(Value updates, Value indices, Dim rows) -> {
        Uniform added = of.apply(updates);
        int looked = indices.shape().rank();
        yield added.isZero()
            ? Uniform.number(shape, 0)
            : Uniform.along(shape, axis -> axis > 0 && added.along(axis - 1 + looked));
      }
      case Indexing.Random r -> Uniform.nowhere(shape);
    };
  }

  /** A window meets the image, so the largest element of equal ones is that number. */
  static Uniform of(Pooling op, Shape shape, Function<Value, Uniform> of) {
    List<Uniform> operands = op.operands().stream().map(of).toList();
    Uniform moved = operands.getLast();
    int channels = op.layout().channelAxis(shape.rank());
    boolean staysNumber =
        moved.isZero() || op instanceof Pooling.MaxPool || op instanceof Pooling.MaxPoolSelect;
    return moved.number().isPresent() && staysNumber
        ? Uniform.number(shape, moved.number().getAsDouble())
        : Uniform.along(
            shape,
            axis ->
                (axis == 0 || axis == channels)
                    && operands.stream().allMatch(operand -> operand.along(axis)));
  }
}
