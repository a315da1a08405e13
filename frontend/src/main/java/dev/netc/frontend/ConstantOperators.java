package dev.netc.frontend;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Leaf.Iota;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Functions of what is known at compile time: shapes, lists, numbers. */
final class ConstantOperators {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "range(n)", "The list of the integers from 0 to n - 1.", ConstantOperators::range),
          Operator.of(
              "length(list)",
              "How many elements a list has.",
              a -> integer(a.elements("list").size())),
          Operator.of(
              "extents(x)", "The list of the extents of a tensor.", ConstantOperators::extents),
          Operator.of(
              "is_tensor(x)",
              "Whether it is a tensor, not a constant.",
              a -> new Meaning.Bool(a.meaning("x") instanceof Meaning.Tensor)),
          Operator.of(
              "rank(x)", "How many axes a tensor has.", a -> integer(a.tensor("x").shape().rank())),
          Operator.of(
              "size(x, axis?)",
              "How many elements a tensor has along the axes together, all unless given.",
              ConstantOperators::size),
          Operator.of(
              "ceil_div(a, b)",
              "The quotient of integers, rounded up.",
              a -> new Meaning.Int(a.dim("a").ceilDiv(a.dim("b")))),
          Operator.of("real(x)", "An integer or tensor as f32.", ConstantOperators::real),
          Operator.of("zeros_like(x)", "Zeros of the type and shape of `x`.", a -> fill(a, 0)),
          Operator.of("ones_like(x)", "Ones of the type and shape of `x`.", a -> fill(a, 1)),
          Operator.of(
              "full(shape, value)", "The value at each place of a shape.", ConstantOperators::full),
          Operator.of(
              "iota(n, type?)",
              "The numbers from 0 to n - 1 as a tensor, i32 unless given.",
              ConstantOperators::iota),
          Operator.of(
              "error(message)", "Stops the compiler with this message.", ConstantOperators::error));

  private ConstantOperators() {}

  private static Meaning integer(int value) {
    return new Meaning.Int(Dim.of(value));
  }

  private static Meaning range(Arguments a) {
    List<Meaning> numbers = new ArrayList<>();
    int count = a.integer("n");
    Limits.checkRounds(count, a.span());
    for (int i = 0; i < count; i++) {
      numbers.add(integer(i));
    }
    return new Meaning.Tuple(numbers);
  }

  private static Meaning extents(Arguments a) {
    return new Meaning.Tuple(
        a.tensor("x").shape().dims().stream().map(d -> (Meaning) new Meaning.Int(d)).toList());
  }

  /** How many elements there are along the axes together. */
  private static Meaning size(Arguments a) {
    Value x = a.tensor("x");
    return new Meaning.Int(
        a.axes("axis", x.tensor()).stream().map(x.shape()::dim).reduce(Dim.of(1), Dim::times));
  }

  /** A number as f32: a constant if it is one. */
  private static Meaning real(Arguments a) {
    return switch (a.meaning("x")) {
      case Meaning.Int(Dim dim) when dim.isConstant() -> new Meaning.Real((double) dim.constant());
      case Meaning.Int i -> a.result(a.lifting().lift(i, DType.F32));
      case Meaning.Tensor(Value value) -> a.result(a.expressions().cast(value, DType.F32));
      default -> new Meaning.Real(a.real("x"));
    };
  }

  private static Meaning fill(Arguments a, double value) {
    return a.result(a.expressions().fill(a.tensor("x").tensor(), value));
  }

  private static Meaning full(Arguments a) {
    return a.result(a.lifting().broadcast(a.tensor("value"), a.shape("shape")));
  }

  private static Meaning iota(Arguments a) {
    DType dtype = a.has("type") ? a.dtype("type") : DType.I32;
    return a.result(a.frame().builder().add(new Iota(TensorType.of(dtype, a.dim("n")), 0)));
  }

  private static Meaning error(Arguments a) {
    String text = a.meaning("message") instanceof Meaning.Text(String t) ? t : "error";
    throw Mistake.at(a.span(), text, "");
  }
}
