package dev.netc.frontend.lint;

import dev.netc.ir.Calls;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Function;
import dev.netc.ir.Leaf;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the parameter that is added last to a value, also by the layer that gives it. */
final class Biases {
  /**
   * A parameter of one axis that is added to a value.
   *
   * @param axis the axis of the value along which it differs
   */
  record Bias(Leaf.Parameter parameter, int axis) {}

  /** Where a value stands for an argument of the call around it. */
  private final Map<Value, Value> arguments = new HashMap<>();

  private Biases() {}

  static Optional<Bias> of(Value value) {
    return new Biases().added(value);
  }

  private Optional<Bias> added(Value value) {
    return switch (value.op()) {
      case Binary(BinaryFunction f, Value x, Value y) when f == BinaryFunction.ADD ->
          repeated(y).or(() -> repeated(x));
      case Calls.Call call -> added(call, 0);
      case Calls.Result(Value tuple, int index) when tuple.op() instanceof Calls.Call call ->
          added(call, index);
      default -> Optional.empty();
    };
  }

  private Optional<Bias> added(Calls.Call call, int result) {
    Function function = call.function();
    for (int i = 0; i < call.arguments().size(); i++) {
      Value argument = call.arguments().get(i);
      arguments.put(function.body().inputs().get(i), arguments.getOrDefault(argument, argument));
    }
    return added(function.body().outputs().get(result).value());
  }

  /** What a value is if it is a parameter of one axis, repeated along others. */
  private Optional<Bias> repeated(Value value) {
    return switch (value.op()) {
      case Leaf.Parameter p when p.type().rank() == 1 -> Optional.of(new Bias(p, 0));
      case Leaf.Input i when arguments.containsKey(value) && arguments.get(value) != value ->
          repeated(arguments.get(value));
      case Shaping.Broadcast b ->
          repeated(b.x()).map(bias -> new Bias(bias.parameter(), b.axes().get(bias.axis())));
      case Shaping.Reshape r ->
          repeated(r.x())
              .filter(bias -> hasOneAxis(r.shape()))
              .map(bias -> new Bias(bias.parameter(), longAxis(r.shape())));
      default -> Optional.empty();
    };
  }

  private static boolean hasOneAxis(Shape shape) {
    return shape.dims().stream().filter(d -> !d.equals(Dim.of(1))).count() == 1;
  }

  private static int longAxis(Shape shape) {
    int axis = 0;
    while (shape.dim(axis).equals(Dim.of(1))) {
      axis++;
    }
    return axis;
  }
}
