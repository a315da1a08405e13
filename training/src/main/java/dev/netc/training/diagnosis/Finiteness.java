package dev.netc.training.diagnosis;

import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Leaf;
import dev.netc.ir.Reduction;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which values of a run hold an infinity or NaN. */
final class Finiteness {
  /** What a value holds at worst. */
  enum Kind {
    FINITE(0),
    INFINITE(1),
    NAN(2);

    /** What a graph computes for it: the worse, the larger. */
    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(double code) {
      return code == NAN.code ? NAN : code == INFINITE.code ? INFINITE : FINITE;
    }
  }

  /** Values looked at together: each is an output, and Java has methods of up to 255 parameters. */
  private static final int TOGETHER = 200;

  private final Map<Value, Kind> kinds = new HashMap<>();
  private final Map<Value, Boolean> meant = new HashMap<>();
  private final boolean inputsAreMeant;

  /**
   * @param inputsAreMeant whether infinite inputs are of no concern, as somebody else looks at them
   */
  Finiteness(Run run, boolean inputsAreMeant) {
    this.inputsAreMeant = inputsAreMeant;
    List<Value> floats =
        run.graph().values().stream()
            .filter(v -> v.type() instanceof TensorType t && t.dtype().isFloat())
            .filter(v -> !(v.op() instanceof Leaf.Constant))
            .toList();
    for (int first = 0; first < floats.size(); first += TOGETHER) {
      List<Value> some = floats.subList(first, Math.min(floats.size(), first + TOGETHER));
      List<Object> codes = new Probe(run, some, Finiteness::worst).arrays(run.inputs());
      for (int i = 0; i < some.size(); i++) {
        kinds.put(some.get(i), Kind.of(Numbers.of(codes.get(i), 0)));
      }
    }
  }

  /** The number of the kind of a value, as a graph computes it. */
  private static Value worst(Expressions e, Value value) {
    Value infinite =
        e.compare(
            Comparison.EQUAL,
            e.unary(UnaryFunction.ABS, value),
            e.constant(Double.POSITIVE_INFINITY, value));
    Value isNumber = e.compare(Comparison.EQUAL, value, value);
    Value zero = e.constant(Kind.FINITE.code, value);
    Value code =
        e.select(
            isNumber,
            e.select(infinite, e.constant(Kind.INFINITE.code, value), zero),
            e.constant(Kind.NAN.code, value));
    List<Integer> axes = IntStream.range(0, value.shape().rank()).boxed().toList();
    return axes.isEmpty()
        ? code
        : e.builder().add(new Reduction.Reduce(Reduction.Combiner.MAX, code, axes));
  }

  Kind of(Value value) {
    return value.op() instanceof Leaf.Constant c
        ? Numbers.kind(c.value())
        : kinds.getOrDefault(value, Kind.FINITE);
  }

  /** Whether a value is infinite because a constant is that the user wrote, as masks are. */
  boolean isMeant(Value value) {
    if (of(value) != Kind.INFINITE) {
      return false;
    }
    Boolean known = meant.get(value);
    if (known == null) {
      List<Value> infinite =
          value.op().operands().stream().filter(o -> of(o) != Kind.FINITE).toList();
      known =
          value.op() instanceof Leaf.Constant
              || (inputsAreMeant && value.op() instanceof Leaf.Input)
              || (!infinite.isEmpty() && infinite.stream().allMatch(this::isMeant));
      meant.put(value, known);
    }
    return known;
  }
}
