package dev.netc.frontend;

import dev.netc.grammar.SourceSpan;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of one application of an operator, with the checks that operators share. */
final class Arguments {
  private final Operator operator;
  private final Map<String, Actual> bound;
  private final SourceSpan span;
  private final Frame frame;
  private final Lifting lifting;

  Arguments(Operator operator, Map<String, Actual> bound, SourceSpan span, Frame frame) {
    this.operator = operator;
    this.bound = bound;
    this.span = span;
    this.frame = frame;
    this.lifting = new Lifting(frame.builder());
  }

  SourceSpan span() {
    return span;
  }

  Frame frame() {
    return frame;
  }

  Lifting lifting() {
    return lifting;
  }

  Expressions expressions() {
    return lifting.expressions();
  }

  boolean has(String name) {
    return bound.containsKey(name);
  }

  Actual actual(String name) {
    Actual actual = bound.get(name);
    if (actual == null) {
      throw new IllegalStateException(operator.signature() + " has no " + name);
    }
    return actual;
  }

  Meaning meaning(String name) {
    return actual(name).value();
  }

  /** A tensor; a number becomes a scalar of f32, or of the integers i64. */
  Value tensor(String name) {
    return switch (meaning(name)) {
      case Meaning.Tensor(Value v) -> v;
      case Meaning.Int i -> lifting.lift(i, DType.I64);
      case Meaning.Real r -> lifting.lift(r, DType.F32);
      default -> throw wrong(name, "a tensor");
    };
  }

  Dim dim(String name) {
    if (meaning(name) instanceof Meaning.Int(Dim dim)) {
      return dim;
    }
    throw wrong(name, "an integer");
  }

  int integer(String name) {
    Dim dim = dim(name);
    if (dim.isConstant() && dim.constant() == (int) dim.constant()) {
      return (int) dim.constant();
    }
    throw wrong(name, "an integer known at compile time");
  }

  int integer(String name, int otherwise) {
    return has(name) ? integer(name) : otherwise;
  }

  double real(String name) {
    return switch (meaning(name)) {
      case Meaning.Real(double value) -> value;
      case Meaning.Int(Dim dim) when dim.isConstant() -> dim.constant();
      default -> throw wrong(name, "a number known at compile time");
    };
  }

  double real(String name, double otherwise) {
    return has(name) ? real(name) : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    if (meaning(name) instanceof Meaning.Bool(boolean value)) {
      return value;
    }
    throw wrong(name, "true or false");
  }

  DType dtype(String name) {
    if (meaning(name) instanceof Meaning.ElementType(DType dtype)) {
      return dtype;
    }
    throw wrong(name, "an element type such as f32 or i32");
  }

  List<Meaning> elements(String name) {
    return meaning(name) instanceof Meaning.Tuple(List<Meaning> elements)
        ? elements
        : List.of(meaning(name));
  }

  List<Dim> dims(String name) {
    List<Dim> dims = new ArrayList<>();
    for (Meaning element : elements(name)) {
      if (!(element instanceof Meaning.Int(Dim dim))) {
        throw wrong(name, "integers");
      }
      dims.add(dim);
    }
    return dims;
  }

  List<Integer> integers(String name) {
    List<Integer> integers = new ArrayList<>();
    for (Dim dim : dims(name)) {
      if (!dim.isConstant()) {
        throw wrong(name, "integers known at compile time");
      }
      integers.add(Math.toIntExact(dim.constant()));
    }
    return integers;
  }

  /** One integer for each of {@code rank} axes; a single one counts for all. */
  List<Integer> perAxis(String name, int rank, int otherwise) {
    List<Integer> given = has(name) ? integers(name) : List.of(otherwise);
    if (given.size() == 1) {
      return java.util.Collections.nCopies(rank, given.getFirst());
    }
    if (given.size() != rank) {
      throw wrong(name, "one integer, or " + rank);
    }
    return given;
  }

  /** Axes of {@code x}, ascending; negative ones count from the end; all if not given. */
  List<Integer> axes(String name, TensorType x) {
    List<Integer> axes = new ArrayList<>();
    if (!has(name)) {
      for (int i = 0; i < x.rank(); i++) {
        axes.add(i);
      }
      return axes;
    }
    for (int axis : integers(name)) {
      axes.add(axis(name, axis, x.rank()));
    }
    return axes.stream().distinct().sorted().toList();
  }

  int axis(String name, TensorType x, int otherwise) {
    return axis(name, integer(name, otherwise), x.rank());
  }

  private int axis(String name, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw wrong(name, "an axis from " + -rank + " to " + (rank - 1));
    }
    return axis < 0 ? axis + rank : axis;
  }

  Shape shape(String name) {
    return new Shape(dims(name));
  }

  Meaning result(Value value) {
    return new Meaning.Tensor(value);
  }

  Mistake wrong(String name, String expected) {
    Actual actual = actual(name);
    return Mistake.at(
        actual.span(),
        "`" + operator.name() + "` takes " + expected + " as `" + name + "`",
        "this is " + Describe.meaning(actual.value()));
  }

  Optional<Meaning> ambient(String name) {
    return frame.ambient(name);
  }
}
