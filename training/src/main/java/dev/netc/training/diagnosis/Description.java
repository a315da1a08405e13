package dev.netc.training.diagnosis;

import dev.netc.ir.Elementwise;
import dev.netc.ir.GraphText;
import dev.netc.ir.Leaf;
import dev.netc.ir.Scan;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts into words what an operation made of what. */
final class Description {
  private final Run run;
  private final Value value;

  Description(Run run, Value value) {
    this.run = run;
    this.value = value;
  }

  NonFinite of(NonFinite.Stage stage) {
    List<Value> shown = new ArrayList<>(List.of(value));
    value.op().operands().stream().filter(o -> o.type() instanceof TensorType).forEach(shown::add);
    List<Object> arrays = Probe.arrays(run, shown);
    int element = Numbers.worst(arrays.getFirst());
    List<String> operands = new ArrayList<>();
    for (int i = 1; i < shown.size(); i++) {
      if (isTold(shown.get(i))) {
        operands.add(name(shown.get(i)) + number(shown.get(i), arrays.get(i), element));
      }
    }
    int[] shape = run.shape(value);
    return new NonFinite(
        operator(),
        value.origin(),
        stage,
        shape.length == 0 ? "" : Arrays.toString(Array.index(shape, element)),
        Numbers.text(arrays.getFirst(), element),
        operands,
        Advice.on(value.op(), stage, Numbers.kind(arrays.getFirst()) == Finiteness.Kind.NAN));
  }

  private String operator() {
    return switch (value.op()) {
      case Leaf.Input i -> "the input `" + i.name() + "`";
      case Leaf.Parameter p -> "the parameter `" + p.path() + "`";
      default -> GraphText.operator(value.op());
    };
  }

  /** Indices say little. */
  private boolean isTold(Value operand) {
    return value.op() instanceof Elementwise
        || (operand.dtype().isFloat() && !(value.op() instanceof Scan));
  }

  private static String name(Value operand) {
    return switch (operand.op()) {
      case Leaf.Input i -> "`" + i.name() + "` = ";
      case Leaf.Parameter p -> "`" + p.path() + "` = ";
      default -> "";
    };
  }

  /** The element that goes into the one that is told of, or from where to where all go. */
  private String number(Value operand, Object array, int element) {
    return operand.shape().isScalar()
        ? Numbers.text(array, 0)
        : value.op() instanceof Elementwise ? Numbers.text(array, element) : Numbers.range(array);
  }
}
