package dev.netc.frontend;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The primitives that a source can call by name. */
final class Operators {
  static final Map<String, Operator> BY_NAME = byName();

  private Operators() {}

  private static Map<String, Operator> byName() {
    Map<String, Operator> operators = new TreeMap<>();
    Stream.of(
            ElementwiseOperators.ALL,
            ShapingOperators.ALL,
            ReductionOperators.ALL,
            AlongOperators.ALL,
            ImageOperators.ALL,
            Einsum.ALL,
            DetectionOperators.ALL,
            ConstantOperators.ALL,
            RandomOperators.ALL,
            GradientOperator.ALL,
            ValidationOperator.ALL)
        .flatMap(List::stream)
        .forEach(o -> operators.put(o.name(), o));
    return Map.copyOf(operators);
  }
}
