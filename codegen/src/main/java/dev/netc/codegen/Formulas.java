package dev.netc.codegen;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Leaf;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Writes the element of a value at an index as a Java expression. */
final class Formulas {
  private final KernelPlan plan;

  Formulas(KernelPlan plan) {
    this.plan = plan;
  }

  /** Whether the kernel of {@code value} reads everything at the element it writes, or scalars. */
  boolean isFlat(Value value, Shape shape) {
    return value.op().operands().stream().allMatch(o -> isFlatOperand(o, shape));
  }

  boolean isFlatOperand(Value operand, Shape shape) {
    if (operand.shape().isScalar()) {
      return plan.hasMemory(operand) || isFlat(operand, Shape.SCALAR);
    }
    if (plan.hasMemory(operand)) {
      return operand.shape().equals(shape);
    }
    return switch (operand.op()) {
      case Shaping.Broadcast(Value x, Shape s, List<Integer> axes) -> x.shape().isScalar();
      case Elementwise e -> isFlat(operand, shape);
      default -> false;
    };
  }

  /**
   * The element at {@code index}, an expression for each axis; of a flat loop the one expression
   * {@code i}.
   */
  String element(Value value, List<String> index) {
    if (value.shape().isScalar()) {
      return plan.hasMemory(value) ? plan.place(value).element("0") : formula(value, List.of());
    }
    return plan.hasMemory(value)
        ? plan.place(value).element(flat(value.shape(), index))
        : formula(value, index);
  }

  /** The row-major offset of an index. */
  static String flat(Shape shape, List<String> index) {
    if (index.size() == 1 && shape.rank() != 1) {
      return index.getFirst();
    }
    String offset = "";
    for (int i = 0; i < shape.rank(); i++) {
      boolean single = shape.dim(i).equals(Dim.of(1));
      if (index.get(i).equals("0") && (offset.isEmpty() || single)) {
        continue;
      }
      String scaled =
          offset.isEmpty()
              ? ""
              : (offset.contains(" ") ? "(" + offset + ")" : offset)
                  + " * "
                  + Places.factor(shape.dim(i));
      String add = index.get(i).equals("0") && !scaled.isEmpty() ? "" : index.get(i);
      offset = scaled + (scaled.isEmpty() || add.isEmpty() ? "" : " + ") + add;
    }
    return offset.isEmpty() ? "0" : offset;
  }

  /** What the kernel of {@code value} computes at {@code index}. */
  String formula(Value value, List<String> index) {
    return switch (value.op()) {
      case Leaf.Constant c -> literal(c.dtype(), c.value());
      case Leaf.DimSize d -> "(" + Places.javaType(d.dtype()) + ") " + Places.factor(d.dim());
      case Leaf.Iota i -> iota(i.type().dtype(), index.get(i.axis()));
      case Shaping.Broadcast b -> broadcast(b, index);
      case Shaping.Slice s -> element(s.x(), sliced(s, index));
      case Elementwise e -> elementwise(e, value.dtype(), index);
      default ->
          throw new CodegenException(
              KernelNames.operator(value.op()) + " has no formula: " + KernelNames.where(value));
    };
  }

  /** The index within what a slice is of. */
  static List<String> sliced(Shaping.Slice s, List<String> index) {
    List<String> source = new ArrayList<>();
    for (int i = 0; i < index.size(); i++) {
      source.add(MoveLoops.affine(index.get(i), s.step().get(i), s.start().get(i)));
    }
    return source;
  }

  private String broadcast(Shaping.Broadcast b, List<String> index) {
    List<String> inner = new ArrayList<>();
    for (int i = 0; i < b.axes().size(); i++) {
      boolean single = b.x().shape().dim(i).equals(Dim.of(1));
      inner.add(single ? "0" : index.get(b.axes().get(i)));
    }
    return element(b.x(), inner);
  }

  private String elementwise(Elementwise op, DType dtype, List<String> index) {
    return switch (op) {
      case Elementwise.Unary(UnaryFunction f, Value x) -> unary(f, element(x, index), dtype);
      case Elementwise.Binary(BinaryFunction f, Value x, Value y) ->
          binary(f, element(x, index), element(y, index), dtype);
      case Elementwise.Compare(Elementwise.Comparison c, Value x, Value y) ->
          "(" + element(x, index) + " " + sign(c) + " " + element(y, index) + ")";
      case Elementwise.Select(Value c, Value x, Value y) ->
          "(" + element(c, index) + " ? " + element(x, index) + " : " + element(y, index) + ")";
      case Elementwise.Cast(Value x, DType to) -> cast(element(x, index), x.dtype(), to);
      case Elementwise.StopGradient(Value x) -> element(x, index);
    };
  }

  /** An index, which is an int, as a number of another type. */
  private static String iota(DType dtype, String index) {
    String number = index.matches("\\w+") ? index : "(" + index + ")";
    return dtype == DType.I32 ? number : "(" + Places.javaType(dtype) + ") " + number;
  }

  static String literal(DType dtype, double value) {
    return switch (dtype) {
      case BOOL -> value != 0 ? "true" : "false";
      case I32 -> Integer.toString((int) value);
      case I64 -> (long) value + "L";
      case F32 -> real(value, "Float", Float.toString((float) value) + "f");
      case F64 -> real(value, "Double", Double.toString(value));
    };
  }

  private static String real(double value, String type, String text) {
    if (Double.isNaN(value)) {
      return type + ".NaN";
    }
    if (Double.isInfinite(value)) {
      return type + (value > 0 ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY");
    }
    return text;
  }

  private static String sign(Elementwise.Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> "==";
      case NOT_EQUAL -> "!=";
      case LESS -> "<";
      case LESS_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_EQUAL -> ">=";
    };
  }

  private static String unary(UnaryFunction f, String x, DType dtype) {
    String cast = dtype == DType.F32 ? "(float) " : "";
    if (dtype == DType.F32 && VectorFormulas.FUNCTIONS.contains(f)) {
      return "FloatFunctions." + f + "(" + argument(x) + ")";
    }
    return switch (f) {
      case NEGATE -> "-(" + x + ")";
      case NOT -> "!" + x;
      case ABS -> "Math.abs(" + x + ")";
      case SIGN -> dtype.isFloat() ? "Math.signum(" + x + ")" : "Long.signum(" + x + ")";
      case RECIPROCAL -> "(1 / " + x + ")";
      case RSQRT -> cast + "(1 / Math.sqrt(" + x + "))";
      case SIGMOID -> cast + "(1 / (1 + Math.exp(-(" + x + "))))";
      case ROUND -> cast + "Math.rint(" + x + ")";
      case ERF -> cast + "SpecialFunctions.erf(" + x + ")";
      case EXP, LOG, LOG1P, SQRT, SIN, COS, TANH, FLOOR, CEIL ->
          cast + "Math." + f + "(" + argument(x) + ")";
    };
  }

  /** Without the parentheses around the whole of it. */
  private static String argument(String x) {
    int depth = 0;
    for (int i = 0; i < x.length(); i++) {
      depth += x.charAt(i) == '(' ? 1 : x.charAt(i) == ')' ? -1 : 0;
      if (depth == 0 && i < x.length() - 1) {
        return x;
      }
    }
    return x.startsWith("(") ? x.substring(1, x.length() - 1) : x;
  }

  private static String binary(BinaryFunction f, String x, String y, DType dtype) {
    boolean real = dtype.isFloat();
    String cast = dtype == DType.F32 ? "(float) " : "";
    return switch (f) {
      case ADD -> "(" + x + " + " + y + ")";
      case SUBTRACT -> "(" + x + " - " + y + ")";
      case MULTIPLY -> "(" + x + " * " + y + ")";
      case DIVIDE -> real ? "(" + x + " / " + y + ")" : "Math.floorDiv(" + x + ", " + y + ")";
      case REMAINDER ->
          real
              ? "(" + x + " - " + y + " * " + cast + "Math.floor(" + x + " / " + y + "))"
              : "Math.floorMod(" + x + ", " + y + ")";
      case POWER -> cast + "Math.pow(" + x + ", " + y + ")";
      case MAX -> "Math.max(" + argument(x) + ", " + argument(y) + ")";
      case MIN -> "Math.min(" + argument(x) + ", " + argument(y) + ")";
      case AND -> "(" + x + " && " + y + ")";
      case OR -> "(" + x + " || " + y + ")";
    };
  }

  private static String cast(String x, DType from, DType to) {
    if (from == to) {
      return x;
    }
    if (from == DType.BOOL) {
      return "(" + x + " ? " + literal(to, 1) + " : " + literal(to, 0) + ")";
    }
    return to == DType.BOOL ? "(" + x + " != 0)" : "(" + Places.javaType(to) + ") " + x;
  }
}
