package dev.netc.frontend;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Leaf.Iota;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
              "error(message, help?)",
              "Ends the compilation with this message.",
              ConstantOperators::error),
          Operator.of(
              "require(condition, message, help?)",
              "The same, unless the condition, known at compile time, holds.",
              ConstantOperators::require));

  private static final Pattern BRACES = Pattern.compile("\\{(\\w+)}");

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
    Mistake mistake = Mistake.at(a.span(), text(a, "message"), "");
    throw a.has("help") ? mistake.withHelp(text(a, "help")) : mistake;
  }

  private static Meaning require(Arguments a) {
    return a.flag("condition", true) ? new Meaning.Tuple(List.of()) : error(a);
  }

  /** A text in which names between braces stand for what they mean. */
  private static String text(Arguments a, String name) {
    if (a.meaning(name) instanceof Meaning.Text(String text)) {
      return BRACES
          .matcher(text)
          .replaceAll(
              match ->
                  Matcher.quoteReplacement(
                      a.frame()
                          .variable(match.group(1))
                          .map(Meaning::toString)
                          .orElse(match.group())));
    }
    throw a.wrong(name, "a text");
  }
}
