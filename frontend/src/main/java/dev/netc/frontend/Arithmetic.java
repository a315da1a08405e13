package dev.netc.frontend;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.TypeException;
import dev.netc.ir.Value;
import java.util.List;
import java.util.Map;

/** The operators that are signs: on constants at once, on tensors in the graph. */
final class Arithmetic {
  private static final Map<String, BinaryFunction> FUNCTIONS =
      Map.of(
          "+", BinaryFunction.ADD,
          "-", BinaryFunction.SUBTRACT,
          "*", BinaryFunction.MULTIPLY,
          "/", BinaryFunction.DIVIDE,
          "%", BinaryFunction.REMAINDER,
          "**", BinaryFunction.POWER,
          "and", BinaryFunction.AND,
          "or", BinaryFunction.OR);
  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "==", Comparison.EQUAL,
          "!=", Comparison.NOT_EQUAL,
          "<", Comparison.LESS,
          "<=", Comparison.LESS_EQUAL,
          ">", Comparison.GREATER,
          ">=", Comparison.GREATER_EQUAL);

  private final Elaborator elaborator;
  private final Frame frame;

  Arithmetic(Elaborator elaborator, Frame frame) {
    this.elaborator = elaborator;
    this.frame = frame;
  }

  Meaning unary(Expression.Unary u, Meaning x) {
    boolean not = u.operator().equals("not");
    return switch (x) {
      case Meaning.Unknown unknown -> unknown;
      case Meaning.Int(Dim dim) when !not -> new Meaning.Int(dim.times(-1));
      case Meaning.Real(double value) when !not -> new Meaning.Real(-value);
      case Meaning.Bool(boolean value) when not -> new Meaning.Bool(!value);
      case Meaning.Tensor(Value value) -> {
        elaborator.enter(frame, u.span());
        UnaryFunction function = not ? UnaryFunction.NOT : UnaryFunction.NEGATE;
        try {
          yield new Meaning.Tensor(new Expressions(frame.builder()).unary(function, value));
        } catch (TypeException e) {
          throw Mistake.at(u.span(), "types do not fit", e.getMessage());
        }
      }
      default ->
          throw Mistake.at(
              u.operand().span(),
              "`" + u.operator() + "` does not take this",
              "it is " + Describe.meaning(x));
    };
  }

  Meaning binary(Expression.Binary b, Meaning x, Meaning y) {
    if (x instanceof Meaning.Unknown || y instanceof Meaning.Unknown) {
      return new Meaning.Unknown();
    }
    if (x instanceof Meaning.Tensor || y instanceof Meaning.Tensor) {
      return tensors(b, x, y);
    }
    return switch (b.operator()) {
      case "==", "!=" -> equality(b, x, y);
      case "<", "<=", ">", ">=" -> order(b, x, y);
      case "and", "or" -> throw wrong(b, x, y);
      default -> numbers(b, x, y);
    };
  }

  private static Meaning equality(Expression.Binary b, Meaning x, Meaning y) {
    boolean equal = x.equals(y);
    if (isNumber(x) && isNumber(y) && !(x instanceof Meaning.Int && y instanceof Meaning.Int)) {
      equal = real(x) == real(y);
    } else if (x instanceof Meaning.Int(Dim a)
        && y instanceof Meaning.Int(Dim c)
        && a.relationTo(c) == Dim.Relation.UNKNOWN) {
      throw Mistake.at(
          b.span(), "this is not known at compile time", "whether " + a + " equals " + c);
    }
    return new Meaning.Bool(equal == b.operator().equals("=="));
  }

  private static Meaning order(Expression.Binary b, Meaning x, Meaning y) {
    double difference;
    if (x instanceof Meaning.Int(Dim a) && y instanceof Meaning.Int(Dim c)) {
      Dim d = a.minus(c);
      if (!d.isConstant()) {
        throw Mistake.at(
            b.span(), "this is not known at compile time", "how " + a + " compares to " + c);
      }
      difference = (double) d.constant();
    } else if (isNumber(x) && isNumber(y)) {
      difference = real(x) - real(y);
    } else {
      throw wrong(b, x, y);
    }
    return new Meaning.Bool(
        switch (b.operator()) {
          case "<" -> difference < 0;
          case "<=" -> difference <= 0;
          case ">" -> difference > 0;
          default -> difference >= 0;
        });
  }

  private static Meaning numbers(Expression.Binary b, Meaning x, Meaning y) {
    if (x instanceof Meaning.Int(Dim a) && y instanceof Meaning.Int(Dim c)) {
      return integers(b, a, c);
    }
    if (b.operator().equals("+")
        && x instanceof Meaning.Tuple(List<Meaning> first)
        && y instanceof Meaning.Tuple(List<Meaning> second)) {
      return new Meaning.Tuple(
          java.util.stream.Stream.concat(first.stream(), second.stream()).toList());
    }
    if (!isNumber(x) || !isNumber(y)) {
      throw wrong(b, x, y);
    }
    double p = real(x);
    double q = real(y);
    return new Meaning.Real(
        switch (b.operator()) {
          case "+" -> p + q;
          case "-" -> p - q;
          case "*" -> p * q;
          case "/" -> p / q;
          case "%" -> p - q * Math.floor(p / q);
          default -> Math.pow(p, q);
        });
  }

  private static Meaning integers(Expression.Binary b, Dim a, Dim c) {
    boolean divides = b.operator().equals("/") || b.operator().equals("%");
    if (divides && (!c.isConstant() || c.constant() == 0) && c.equals(Dim.of(0))) {
      throw Mistake.at(b.right().span(), "division by zero", "the divisor is 0");
    }
    return switch (b.operator()) {
      case "+" -> new Meaning.Int(a.plus(c));
      case "-" -> new Meaning.Int(a.minus(c));
      case "*" -> new Meaning.Int(a.times(c));
      case "/" -> new Meaning.Int(a.floorDiv(c));
      case "%" -> new Meaning.Int(a.minus(a.floorDiv(c).times(c)));
      default -> {
        if (!a.isConstant() || !c.isConstant() || c.constant() < 0) {
          throw Mistake.at(b.span(), "a power of integers needs constants", "here");
        }
        yield new Meaning.Int(
            Dim.of(Math.round(Math.pow((double) a.constant(), (double) c.constant()))));
      }
    };
  }

  private Meaning tensors(Expression.Binary b, Meaning x, Meaning y) {
    DType dtype =
        x instanceof Meaning.Tensor(Value v) ? v.dtype() : Elaborator.values(y).getFirst().dtype();
    elaborator.enter(frame, b.span());
    Lifting lifting = new Lifting(frame.builder());
    List<Value> operands =
        List.of(
            operand(b, x, y, dtype, b.left().span()), operand(b, y, x, dtype, b.right().span()));
    List<Value> aligned = lifting.align(operands);
    if (aligned.isEmpty()) {
      throw shapesDiffer(b, operands);
    }
    Expressions e = lifting.expressions();
    try {
      Value result =
          FUNCTIONS.containsKey(b.operator())
              ? e.binary(FUNCTIONS.get(b.operator()), aligned.get(0), aligned.get(1))
              : e.compare(COMPARISONS.get(b.operator()), aligned.get(0), aligned.get(1));
      return elaborator.made(new Meaning.Tensor(result), b.span());
    } catch (TypeException error) {
      throw Mistake.at(b.span(), "types do not fit", error.getMessage())
          .withHelp("`cast(x, f32)` converts");
    }
  }

  private Value operand(
      Expression.Binary b, Meaning x, Meaning other, DType dtype, SourceSpan span) {
    boolean fits =
        switch (x) {
          case Meaning.Tensor t -> true;
          case Meaning.Int i -> dtype != DType.BOOL;
          case Meaning.Real r -> dtype.isFloat();
          case Meaning.Bool c -> dtype == DType.BOOL;
          default -> false;
        };
    if (!fits) {
      throw Mistake.at(
          span,
          "`" + b.operator() + "` does not take this",
          "it is " + Describe.meaning(x) + ", the other side " + Describe.meaning(other));
    }
    return new Lifting(frame.builder()).lift(x, dtype);
  }

  private Mistake shapesDiffer(Expression.Binary b, List<Value> operands) {
    Diagnostic diagnostic =
        Diagnostic.error(
            "shapes do not fit",
            b.span(),
            operands.get(0).type() + " " + b.operator() + " " + operands.get(1).type());
    for (Value operand : operands) {
      var place = elaborator.placeOf(operand);
      if (place.isPresent() && place.get().startLine() != b.span().startLine()) {
        diagnostic = diagnostic.withNote(place.get(), "gives " + operand.type());
      }
    }
    return new Mistake(
        diagnostic.withHelp("shapes are aligned from the right; extents are equal, or one is 1"));
  }

  private static boolean isNumber(Meaning meaning) {
    return meaning instanceof Meaning.Real
        || (meaning instanceof Meaning.Int(Dim d) && d.isConstant());
  }

  private static double real(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Real(double value) -> value;
      case Meaning.Int(Dim dim) -> (double) dim.constant();
      default -> throw new IllegalArgumentException(meaning.toString());
    };
  }

  private static Mistake wrong(Expression.Binary b, Meaning x, Meaning y) {
    return Mistake.at(
        b.span(),
        "`" + b.operator() + "` does not take these",
        "they are " + Describe.meaning(x) + " and " + Describe.meaning(y));
  }
}
