package dev.netc.frontend;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.StopGradient;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Functions of the elements at one place. */
final class ElementwiseOperators {
  private static final Map<UnaryFunction, DoubleUnaryOperator> ON_CONSTANTS =
      Map.of(
          UnaryFunction.ABS, Math::abs,
          UnaryFunction.SIGN, Math::signum,
          UnaryFunction.EXP, Math::exp,
          UnaryFunction.LOG, Math::log,
          UnaryFunction.SQRT, Math::sqrt,
          UnaryFunction.SIN, Math::sin,
          UnaryFunction.COS, Math::cos,
          UnaryFunction.TANH, Math::tanh,
          UnaryFunction.FLOOR, Math::floor,
          UnaryFunction.CEIL, Math::ceil);

  static final List<Operator> ALL = all();

  private ElementwiseOperators() {}

  private static List<Operator> all() {
    List<Operator> operators = new ArrayList<>();
    for (UnaryFunction function : UnaryFunction.values()) {
      if (function != UnaryFunction.NEGATE && function != UnaryFunction.NOT) {
        operators.add(Operator.of(function + "(x)", does(function), a -> unary(function, a)));
      }
    }
    operators.add(
        Operator.of(
            "max(x, y)",
            "The larger of two elements; at a tie the gradient goes to `y`.",
            a -> binary(BinaryFunction.MAX, a)));
    operators.add(
        Operator.of(
            "min(x, y)",
            "The smaller of two elements; at a tie the gradient goes to `y`.",
            a -> binary(BinaryFunction.MIN, a)));
    operators.add(
        Operator.of(
            "select(condition, x, y)",
            "`x` where the condition is true, `y` elsewhere.",
            ElementwiseOperators::select));
    operators.add(
        Operator.of(
            "cast(x, type)",
            "The elements as another type; to integers by leaving off the fraction.",
            a -> a.result(a.expressions().cast(a.tensor("x"), a.dtype("type")))));
    operators.add(
        Operator.of(
            "stop_gradient(x)",
            "`x`, through which no gradient flows.",
            a -> a.result(a.frame().builder().add(new StopGradient(a.tensor("x"))))));
    return List.copyOf(operators);
  }

  private static String does(UnaryFunction function) {
    return switch (function) {
      case NEGATE, NOT -> "";
      case ABS -> "The absolute value; its gradient at 0 is 0.";
      case SIGN -> "-1, 0 or 1.";
      case EXP -> "e to the power x.";
      case LOG -> "The natural logarithm.";
      case LOG1P -> "log(1 + x), exact near 0.";
      case SQRT -> "The square root.";
      case RSQRT -> "1 / sqrt(x).";
      case RECIPROCAL -> "1 / x.";
      case SIN -> "The sine of an angle in radians.";
      case COS -> "The cosine of an angle in radians.";
      case TANH -> "The hyperbolic tangent.";
      case SIGMOID -> "1 / (1 + exp(-x)).";
      case ERF -> "The error function.";
      case FLOOR -> "The nearest integer below.";
      case CEIL -> "The nearest integer above.";
      case ROUND -> "The nearest integer, halves to even.";
    };
  }

  private static Meaning unary(UnaryFunction function, Arguments a) {
    boolean constant = !(a.meaning("x") instanceof Meaning.Tensor);
    if (constant && ON_CONSTANTS.containsKey(function)) {
      return new Meaning.Real(ON_CONSTANTS.get(function).applyAsDouble(a.real("x")));
    }
    return a.result(a.expressions().unary(function, a.tensor("x")));
  }

  private static Meaning binary(BinaryFunction function, Arguments a) {
    boolean isMax = function == BinaryFunction.MAX;
    Meaning x = a.meaning("x");
    Meaning y = a.meaning("y");
    if (x instanceof Meaning.Int(Dim p) && y instanceof Meaning.Int(Dim q)) {
      return new Meaning.Int(isMax ? p.max(q) : p.plus(q).minus(p.max(q)));
    }
    if (!(x instanceof Meaning.Tensor) && !(y instanceof Meaning.Tensor)) {
      return new Meaning.Real(
          isMax ? Math.max(a.real("x"), a.real("y")) : Math.min(a.real("x"), a.real("y")));
    }
    List<Value> both = aligned(a, List.of("x", "y"));
    return a.result(a.expressions().binary(function, both.get(0), both.get(1)));
  }

  private static Meaning select(Arguments a) {
    if (a.meaning("condition") instanceof Meaning.Bool(boolean known)) {
      return a.meaning(known ? "x" : "y");
    }
    List<Value> arms = aligned(a, List.of("x", "y"));
    List<Value> all = align(a, List.of(a.tensor("condition"), arms.get(0), arms.get(1)));
    return a.result(a.expressions().select(all.get(0), all.get(1), all.get(2)));
  }

  /** The tensors of those names, numbers having the dtype of the first that is a tensor. */
  private static List<Value> aligned(Arguments a, List<String> names) {
    DType dtype = DType.F32;
    for (String name : names) {
      if (a.meaning(name) instanceof Meaning.Tensor(Value value)) {
        dtype = value.dtype();
        break;
      }
    }
    List<Value> values = new ArrayList<>();
    for (String name : names) {
      Meaning meaning = a.meaning(name);
      boolean number = meaning instanceof Meaning.Int || meaning instanceof Meaning.Real;
      values.add(number ? a.lifting().lift(meaning, dtype) : a.tensor(name));
    }
    return align(a, values);
  }

  private static List<Value> align(Arguments a, List<Value> values) {
    List<Value> aligned = a.lifting().align(values);
    if (aligned.isEmpty()) {
      throw Mistake.at(
          a.span(),
          "shapes do not fit",
          String.join(" and ", values.stream().map(v -> v.type().toString()).toList()));
    }
    return aligned;
  }
}
