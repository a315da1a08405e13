package dev.netc.frontend.lint;

import dev.netc.frontend.StandardLibrary;
import dev.netc.ir.Calls;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Leaf;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.Optional;
import java.util.Set;

/** Recognises layers of the standard library, and what stands for one. */
final class Layers {
  private static final Set<String> RELU = Set.of("relu", "relu6");

  private Layers() {}

  /** The call of a block of the standard library that gives a value. */
  static Optional<Calls.Call> call(Value value) {
    Value made = value.op() instanceof Calls.Result(Value tuple, int index) ? tuple : value;
    return made.op() instanceof Calls.Call call && StandardLibrary.declares(call.function())
        ? Optional.of(call)
        : Optional.empty();
  }

  /** Whether a value is what one of these blocks of the standard library gives. */
  static boolean is(Value value, Set<String> blocks) {
    return call(value).filter(call -> blocks.contains(call.function().name())).isPresent();
  }

  /** What a ReLU is of; empty if the value is none. */
  static Optional<Value> reluOf(Value value) {
    if (is(value, RELU)) {
      return call(value).map(call -> call.arguments().getFirst());
    }
    return value.op() instanceof Binary(BinaryFunction f, Value x, Value y)
            && f == BinaryFunction.MAX
            && y.op() instanceof Leaf.Constant c
            && c.value() == 0
        ? Optional.of(x)
        : Optional.empty();
  }

  /** What a value was before its elements were only moved, by operators or {@code flatten}. */
  static Value unmoved(Value value) {
    return movedOf(value).map(Layers::unmoved).orElse(value);
  }

  /** What a value is the elements of, in another order or shape. */
  static Optional<Value> movedOf(Value value) {
    return switch (value.op()) {
      case Shaping.Reshape r -> Optional.of(r.x());
      case Shaping.Transpose t -> Optional.of(t.x());
      case Shaping.Slice s -> Optional.of(s.x());
      case Shaping.Flip f -> Optional.of(f.x());
      default ->
          is(value, Set.of("flatten"))
              ? call(value).map(call -> call.arguments().getFirst())
              : Optional.empty();
    };
  }
}
