package dev.netc.frontend;

import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Takes meanings into the body of a function, whose tensors are its inputs, and out again. */
final class FunctionBoundary {
  private final Elaborator elaborator;
  private final Frame inner;
  private final List<Value> arguments = new ArrayList<>();

  FunctionBoundary(Elaborator elaborator, Frame inner) {
    this.elaborator = elaborator;
    this.inner = inner;
  }

  /** What stands for {@code meaning} inside. */
  Meaning enter(String name, Meaning meaning) {
    return switch (meaning) {
      case Meaning.Tensor(Value value) -> {
        arguments.add(value);
        Meaning input = new Meaning.Tensor(inner.builder().input(name, value.tensor()));
        elaborator.placeOf(value).ifPresent(span -> elaborator.made(input, span));
        yield input;
      }
      case Meaning.Tuple(List<Meaning> elements) -> {
        List<Meaning> inside = new ArrayList<>();
        for (Meaning element : elements) {
          inside.add(enter(name + "_" + inside.size(), element));
        }
        yield new Meaning.Tuple(inside);
      }
      default -> meaning;
    };
  }

  /** The values outside that the function is called with. */
  List<Value> arguments() {
    return arguments;
  }

  /** {@code meaning} with its tensors replaced by the results of the call, in order. */
  static Meaning leave(Meaning meaning, Iterator<Value> results) {
    return switch (meaning) {
      case Meaning.Tensor t -> new Meaning.Tensor(results.next());
      case Meaning.Tuple(List<Meaning> elements) ->
          new Meaning.Tuple(elements.stream().map(e -> leave(e, results)).toList());
      default -> meaning;
    };
  }
}
