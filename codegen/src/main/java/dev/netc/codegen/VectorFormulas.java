package dev.netc.codegen;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Leaf;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the elements of a value at consecutive indices as an expression over vectors of f32, where
 * every operation of the formula gives the same bits on vectors as on scalars. One object writes
 * one loop; it collects the numbers that are the same for the whole of it.
 */
final class VectorFormulas {
  /** The functions of the runtime, of which a loop has so many that all are inlined. */
  static final Set<UnaryFunction> FUNCTIONS =
      EnumSet.of(UnaryFunction.EXP, UnaryFunction.SIGMOID, UnaryFunction.TANH, UnaryFunction.ERF);

  static final int MOST_FUNCTIONS = 3;

  /** The index of an axis that the inner loop runs over together with the last one. */
  static final String COLLAPSED = "*";

  private enum Kind {
    VECTOR,
    MASK,
    SCALAR
  }

  /** An expression: a vector, a mask, or a number that is the same for all lanes. */
  private record Term(Kind kind, String text) {
    String vector() {
      return kind == Kind.VECTOR ? text : "Lanes.all(" + text + ")";
    }
  }

  private final KernelPlan plan;
  private final Formulas formulas;
  private final List<String> numbers = new ArrayList<>();

  VectorFormulas(KernelPlan plan) {
    this.plan = plan;
    this.formulas = new Formulas(plan);
  }

  /** Declarations of the numbers that formulas use, to stand before the loop. */
  List<String> numbers() {
    return numbers;
  }

  /** What a loop computes for {@code value} at {@code index}; see {@link #element}. */
  Optional<String> formula(Value value, List<String> index, String inner) {
    return value.dtype() == DType.F32 && value.op() instanceof Elementwise e
        ? elementwise(e, index, inner).map(Term::vector)
        : Optional.empty();
  }

  /**
   * The elements at {@code index}.
   *
   * @param inner the index that runs through consecutive elements
   * @return empty if a part of the formula has no vector form
   */
  Optional<String> element(Value value, List<String> index, String inner) {
    return term(value, index, inner).filter(t -> t.kind() != Kind.MASK).map(Term::vector);
  }

  private Optional<Term> term(Value value, List<String> index, String inner) {
    if (value.shape().isScalar()) {
      return value.dtype() == DType.F32 ? Optional.of(number(value)) : Optional.empty();
    }
    if (plan.hasMemory(value)) {
      return value.dtype() == DType.F32 ? memory(value, index, inner) : Optional.empty();
    }
    return switch (value.op()) {
      case Shaping.Broadcast b -> broadcast(b, index, inner);
      case Shaping.Slice s -> slice(s, index, inner);
      case Elementwise e -> elementwise(e, index, inner);
      default -> Optional.empty();
    };
  }

  private Term number(Value value) {
    String text = formulas.element(value, List.of());
    if (value.op() instanceof Leaf.Constant) {
      return new Term(Kind.SCALAR, text);
    }
    int known = numbers.indexOf(text);
    if (known < 0) {
      numbers.add(text);
      known = numbers.size() - 1;
    }
    return new Term(Kind.SCALAR, "s" + known);
  }

  private Optional<Term> memory(Value value, List<String> index, String inner) {
    boolean runs = index.getLast().equals(inner);
    List<String> before = index.subList(0, index.size() - 1);
    long collapsed = before.stream().filter(COLLAPSED::equals).count();
    List<String> plain = index.stream().map(i -> i.equals(COLLAPSED) ? "0" : i).toList();
    String at = Formulas.flat(value.shape(), plain);
    if (!runs) {
      boolean same = collapsed == 0 && before.stream().noneMatch(inner::equals);
      return same
          ? Optional.of(new Term(Kind.SCALAR, plan.place(value).element(at)))
          : Optional.empty();
    }
    boolean trailing = before.stream().skip(before.size() - collapsed).allMatch(COLLAPSED::equals);
    Places.Place place = plan.place(value);
    String offset = place.offset().equals("0") ? at : place.offset() + " + " + at;
    return trailing
        ? Optional.of(new Term(Kind.VECTOR, "Lanes.load(" + place.array() + ", " + offset + ")"))
        : Optional.empty();
  }

  /** A part of what lies in memory, side by side along the last axis. */
  private Optional<Term> slice(Shaping.Slice s, List<String> index, String inner) {
    boolean runs =
        index.size() == s.x().shape().rank()
            && index.getLast().equals(inner)
            && index.subList(0, index.size() - 1).stream()
                .noneMatch(i -> i.equals(inner) || i.equals(COLLAPSED))
            && s.step().getLast() == 1
            && s.x().dtype() == DType.F32
            && plan.hasMemory(s.x());
    if (!runs) {
      return Optional.empty();
    }
    Places.Place place = plan.place(s.x());
    String at = Formulas.flat(s.x().shape(), Formulas.sliced(s, index));
    return vector("Lanes.load(" + place.array() + ", " + place.at(at) + ")");
  }

  private Optional<Term> broadcast(Shaping.Broadcast b, List<String> index, String inner) {
    if (b.x().shape().isScalar()) {
      return term(b.x(), List.of(), inner);
    }
    if (index.size() != b.shape().rank()) {
      return Optional.empty();
    }
    List<String> own = new ArrayList<>();
    for (int i = 0; i < b.axes().size(); i++) {
      boolean single = b.x().shape().dim(i).equals(Dim.of(1));
      own.add(single ? "0" : index.get(b.axes().get(i)));
    }
    // Of the axes that run together the operand has all, side by side, or none.
    boolean some = own.contains(COLLAPSED) || own.contains(inner);
    long wanted = index.stream().filter(COLLAPSED::equals).count();
    long had = own.stream().filter(COLLAPSED::equals).count();
    return some && (had != wanted || !own.contains(inner))
        ? Optional.empty()
        : term(b.x(), own, inner);
  }

  private Optional<Term> elementwise(Elementwise op, List<String> index, String inner) {
    List<Term> terms = new ArrayList<>();
    for (Value operand : op.operands()) {
      Optional<Term> term = term(operand, index, inner);
      if (term.isEmpty()) {
        return Optional.empty();
      }
      terms.add(term.get());
    }
    boolean takesMasks =
        op instanceof Elementwise.Select
            || op instanceof Elementwise.Cast
            || op instanceof Elementwise.StopGradient
            || (op.operands().getFirst().dtype() == DType.BOOL
                && !(op instanceof Elementwise.Compare));
    if (!takesMasks && terms.stream().anyMatch(t -> t.kind() == Kind.MASK)) {
      return Optional.empty();
    }
    return switch (op) {
      case Elementwise.Unary u -> unary(u.function(), terms.getFirst());
      case Elementwise.Binary b -> binary(b.function(), terms.get(0), terms.get(1));
      case Elementwise.Compare c -> compare(c.comparison(), terms.get(0), terms.get(1));
      case Elementwise.Select s when terms.get(1).kind() == Kind.MASK -> Optional.empty();
      case Elementwise.Select s -> select(terms.get(0), terms.get(1), terms.get(2));
      case Elementwise.Cast(Value x, DType to) ->
          to == DType.F32 && terms.getFirst().kind() == Kind.MASK
              ? vector("Lanes.all(0).blend(1, " + terms.getFirst().text() + ")")
              : Optional.empty();
      case Elementwise.StopGradient s -> Optional.of(terms.getFirst());
    };
  }

  private static Optional<Term> vector(String text) {
    return Optional.of(new Term(Kind.VECTOR, text));
  }

  private static Optional<Term> mask(String text) {
    return Optional.of(new Term(Kind.MASK, text));
  }

  private static Optional<Term> unary(UnaryFunction f, Term x) {
    return switch (f) {
      case NEGATE -> vector(x.vector() + ".neg()");
      case ABS -> vector(x.vector() + ".abs()");
      case SQRT -> vector(x.vector() + ".sqrt()");
      case RECIPROCAL -> vector("Lanes.all(1).div(" + x.text() + ")");
      case NOT -> mask(x.text() + ".not()");
      // The others are rounded otherwise on vectors, or differently before and after compilation.
      case EXP, SIGMOID, TANH, ERF -> vector("LaneFunctions." + f + "(" + x.vector() + ")");
      case RSQRT, SIGN, ROUND, LOG, LOG1P, SIN, COS, FLOOR, CEIL -> Optional.empty();
    };
  }

  private static Optional<Term> binary(BinaryFunction f, Term x, Term y) {
    return switch (f) {
      case ADD -> commutative("add", x, y);
      case MULTIPLY -> commutative("mul", x, y);
      case MAX -> commutative("max", x, y);
      case MIN -> commutative("min", x, y);
      case SUBTRACT -> vector(x.vector() + ".sub(" + y.text() + ")");
      case DIVIDE -> vector(x.vector() + ".div(" + y.text() + ")");
      case AND -> mask(x.text() + ".and(" + y.text() + ")");
      case OR -> mask(x.text() + ".or(" + y.text() + ")");
      case POWER, REMAINDER -> Optional.empty();
    };
  }

  private static Optional<Term> commutative(String method, Term x, Term y) {
    return x.kind() == Kind.VECTOR
        ? vector(x.text() + "." + method + "(" + y.text() + ")")
        : vector(y.vector() + "." + method + "(" + x.text() + ")");
  }

  private static Optional<Term> compare(Comparison comparison, Term x, Term y) {
    String operator =
        switch (comparison) {
          case EQUAL -> "EQ";
          case NOT_EQUAL -> "NE";
          case LESS -> "LT";
          case LESS_EQUAL -> "LE";
          case GREATER -> "GT";
          case GREATER_EQUAL -> "GE";
        };
    return mask(x.vector() + ".compare(VectorOperators." + operator + ", " + y.text() + ")");
  }

  private static Optional<Term> select(Term condition, Term x, Term y) {
    return condition.kind() == Kind.MASK
        ? vector(y.vector() + ".blend(" + x.text() + ", " + condition.text() + ")")
        : Optional.empty();
  }
}
