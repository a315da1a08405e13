package dev.netc.ir.analysis;

import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Select;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Evaluator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** {@link UniformAxes} of operators that compute element by element, or only move elements. */
final class UniformElements {
  private UniformElements() {}

  static Uniform of(Elementwise op, Value result, Function<Value, Uniform> of) {
    Shape shape = result.shape();
    if (op instanceof Select(Value condition, Value x, Value y)
        && of.apply(condition).number().isPresent()) {
      return fitted(of.apply(condition).isZero() ? y : x, shape, of);
    }
    OptionalDouble number = number(op, result, op.operands().stream().map(of).toList());
    return number.isPresent()
        ? Uniform.number(shape, number.getAsDouble())
        : op.operands().stream()
            .map(o -> fitted(o, shape, of))
            .reduce(Uniform::and)
            .map(u -> new Uniform(u.axes(), OptionalDouble.empty()))
            .orElseThrow();
  }

  /** Of an operand, which is a scalar or of the result's shape. */
  private static Uniform fitted(Value operand, Shape shape, Function<Value, Uniform> of) {
    Uniform uniform = of.apply(operand);
    boolean repeats = operand.shape().isScalar();
    return new Uniform(
        Uniform.along(shape, axis -> repeats || uniform.along(axis)).axes(), uniform.number());
  }

  private static OptionalDouble number(Elementwise op, Value result, List<Uniform> x) {
    if (x.stream().allMatch(u -> u.number().isPresent())) {
      List<Double> operands = x.stream().map(u -> u.number().getAsDouble()).toList();
      return OptionalDouble.of(Evaluator.scalar(op, result.dtype(), operands));
    }
    boolean isZero =
        op instanceof Binary(BinaryFunction f, Value a, Value b)
            && switch (f) {
              case MULTIPLY, AND -> x.get(0).isZero() || x.get(1).isZero();
              case DIVIDE -> x.get(0).isZero();
              case ADD, SUBTRACT, REMAINDER, POWER, MAX, MIN, OR -> false;
            };
    boolean isEither =
        op instanceof Select
            && x.get(1).number().isPresent()
            && x.get(1).number().equals(x.get(2).number());
    return isZero ? OptionalDouble.of(0) : isEither ? x.get(1).number() : OptionalDouble.empty();
  }

  static Uniform of(Shaping op, Shape shape, Function<Value, Uniform> of) {
    if (op instanceof Shaping.Barrier b) {
      return of.apply(b.x());
    }
    Uniform x = op.operands().stream().map(of).reduce(Uniform::and).orElseThrow();
    boolean isFilled = !(op instanceof Shaping.Pad p) || x.is(p.value());
    if (isFilled && x.number().isPresent()) {
      return Uniform.number(shape, x.number().getAsDouble());
    }
    return switch (op) {
      case Shaping.Broadcast b ->
          Uniform.along(shape, axis -> broadcast(b, x, shape.dim(axis), axis));
      case Shaping.Reshape r -> reshaped(x, r.x().shape().dims(), shape);
      case Shaping.Transpose t -> Uniform.along(shape, axis -> x.along(t.permutation().get(axis)));
      case Shaping.Slice s -> Uniform.along(shape, x::along);
      case Shaping.Flip f -> x;
      case Shaping.Barrier b -> x;
      case Shaping.Pad p -> Uniform.along(shape, axis -> x.along(axis) && !isPadded(p, axis));
      case Shaping.Concat c -> Uniform.along(shape, axis -> axis != c.axis() && x.along(axis));
    };
  }

  private static boolean broadcast(Shaping.Broadcast b, Uniform x, Dim extent, int axis) {
    int from = b.axes().indexOf(axis);
    return from < 0 || !b.x().shape().dim(from).equals(extent) || x.along(from);
  }

  private static boolean isPadded(Shaping.Pad p, int axis) {
    Dim none = Dim.of(0);
    return p.interior().get(axis) > 0
        || !p.low().get(axis).equals(none)
        || !p.high().get(axis).equals(none);
  }

  /** Axes before and after those that a reshape merges or splits stay what they are. */
  private static Uniform reshaped(Uniform x, List<Dim> from, Shape shape) {
    List<Dim> to = shape.dims();
    int shorter = Math.min(from.size(), to.size());
    int same = 0;
    while (same < shorter && from.get(same).equals(to.get(same))) {
      same++;
    }
    int first = same;
    int end = 0;
    while (end < shorter - first
        && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
      end++;
    }
    int last = end;
    boolean middle = x.along(IntStream.range(first, from.size() - last).boxed().toList());
    return Uniform.along(
        shape,
        axis ->
            axis < first
                ? x.along(axis)
                : axis < to.size() - last ? middle : x.along(axis - to.size() + from.size()));
  }
}
