package dev.netc.ir.analysis;

import dev.netc.ir.Convolutional;
import dev.netc.ir.Linear;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.function.Function;

/**
 * {@link UniformAxes} of matrix products and convolutions. Units whose weights are equal compute
 * the same.
 */
final class UniformProducts {
  private UniformProducts() {}

  static Uniform of(Linear op, Shape shape, Function<Value, Uniform> of) {
    return switch (op) {
      case Linear.MatMul(Value a, Value b, boolean transposeA, boolean transposeB) -> {
        Uniform left = of.apply(a);
        Uniform right = of.apply(b);
        int rank = shape.rank();
        int row = transposeA ? rank - 1 : rank - 2;
        int column = transposeB ? rank - 2 : rank - 1;
        yield left.isZero() || right.isZero()
            ? Uniform.number(shape, 0)
            : Uniform.along(
                shape,
                axis ->
                    axis == rank - 2
                        ? left.along(row)
                        : axis == rank - 1
                            ? right.along(column)
                            : left.along(axis) && right.along(axis));
      }
    };
  }

  static Uniform of(Convolutional op, Shape shape, Function<Value, Uniform> of) {
    if (op.operands().stream().anyMatch(o -> of.apply(o).isZero())) {
      return Uniform.number(shape, 0);
    }
    int channels = op.layout().channelAxis(shape.rank());
    boolean isWhole = op.groups() == 1;
    return switch (op) {
      case Convolutional.Convolution c -> {
        Uniform x = of.apply(c.x());
        boolean alike = of.apply(c.w()).along(0) && (isWhole || x.along(channels));
        yield Uniform.along(shape, axis -> axis == 0 ? x.along(0) : axis == channels && alike);
      }
      case Convolutional.InputGradient g -> {
        Uniform dy = of.apply(g.dy());
        Uniform w = of.apply(g.w());
        boolean alike = w.along(1) && (isWhole || (w.along(0) && dy.along(channels)));
        yield Uniform.along(shape, axis -> axis == 0 ? dy.along(0) : axis == channels && alike);
      }
      case Convolutional.WeightGradient g -> {
        boolean in = of.apply(g.x()).along(channels);
        boolean out = of.apply(g.dy()).along(channels) && (isWhole || in);
        yield Uniform.along(shape, axis -> axis == 0 ? out : axis == 1 && in);
      }
    };
  }
}
