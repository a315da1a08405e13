package dev.netc.ir;

import java.util.List;
import java.util.Locale;

/**
 * Operators that compute each element from the elements at the same place. A scalar operand meets
 * every element.
 */
public sealed interface Elementwise extends Op {
  /** Functions of one operand. */
  enum UnaryFunction {
    NEGATE,
    ABS,
    /** -1, 0 or 1. */
    SIGN,
    EXP,
    LOG,
    /** log(1 + x), exact near 0. */
    LOG1P,
    SQRT,
    RSQRT,
    RECIPROCAL,
    SIN,
    COS,
    TANH,
    /** 1 / (1 + exp(-x)). */
    SIGMOID,
    /** The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
    ERF,
    FLOOR,
    CEIL,
    /** To the nearest integer, halves to even. */
    ROUND,
    /** Logical negation of bool. */
    NOT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Functions of two operands of one dtype. */
  enum BinaryFunction {
    ADD,
    SUBTRACT,
    MULTIPLY,
    /** Integers round to negative infinity. */
    DIVIDE,
    /** Of the sign of the divisor. */
    REMAINDER,
    POWER,
    /** Of NaN and a number: NaN. */
    MAX,
    MIN,
    /** Logical and of bool. */
    AND,
    OR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Comparisons; the result is bool. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Unary(UnaryFunction function, Value x) implements Elementwise {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Unary(function, o.get(0));
    }

    @Override
    public Type infer() {
      DType dtype = x.dtype();
      boolean fits =
          switch (function) {
            case NOT -> dtype == DType.BOOL;
            case NEGATE, ABS, SIGN -> dtype != DType.BOOL;
            case EXP,
                LOG,
                LOG1P,
                SQRT,
                RSQRT,
                RECIPROCAL,
                SIN,
                COS,
                TANH,
                SIGMOID,
                ERF,
                FLOOR,
                CEIL,
                ROUND ->
                dtype.isFloat();
          };
      Rules.require(fits, "%s does not take %s", function, x.tensor());
      return x.tensor();
    }
  }

  record Binary(BinaryFunction function, Value x, Value y) implements Elementwise {
    @Override
    public List<Value> operands() {
      return List.of(x, y);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Binary(function, o.get(0), o.get(1));
    }

    @Override
    public Type infer() {
      Rules.sameDType(function.toString(), x, y);
      boolean logical = function == BinaryFunction.AND || function == BinaryFunction.OR;
      Rules.require(
          logical == (x.dtype() == DType.BOOL), "%s does not take %s", function, x.tensor());
      return x.tensor().withShape(Rules.commonShape(function.toString(), x, y));
    }
  }

  record Compare(Comparison comparison, Value x, Value y) implements Elementwise {
    @Override
    public List<Value> operands() {
      return List.of(x, y);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Compare(comparison, o.get(0), o.get(1));
    }

    @Override
    public Type infer() {
      Rules.sameDType(comparison.toString(), x, y);
      return new TensorType(DType.BOOL, Rules.commonShape(comparison.toString(), x, y));
    }
  }

  /** {@code x} where {@code condition} holds, else {@code y}. */
  record Select(Value condition, Value x, Value y) implements Elementwise {
    @Override
    public List<Value> operands() {
      return List.of(condition, x, y);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Select(o.get(0), o.get(1), o.get(2));
    }

    @Override
    public Type infer() {
      Rules.require(
          condition.dtype() == DType.BOOL, "select chooses by bool, not by %s", condition.tensor());
      Rules.sameDType("select", x, y);
      return x.tensor().withShape(Rules.commonShape("select", condition, x, y));
    }
  }

  /**
   * To another dtype. Floats round towards zero to integers; bool is 0 or 1; a number is true
   * unless 0.
   */
  record Cast(Value x, DType dtype) implements Elementwise {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Cast(o.get(0), dtype);
    }

    @Override
    public Type infer() {
      return x.tensor().withDType(dtype);
    }
  }

  /** The identity, through which no gradient flows. */
  record StopGradient(Value x) implements Elementwise {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new StopGradient(o.get(0));
    }

    @Override
    public Type infer() {
      return x.tensor();
    }
  }
}
