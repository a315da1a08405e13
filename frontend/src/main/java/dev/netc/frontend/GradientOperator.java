package dev.netc.frontend;

import dev.netc.autodiff.Gradient;
import dev.netc.ir.Value;
import java.util.List;

/** {@code grad(y, x)}: gradients as expressions of the language, to any order. */
final class GradientOperator {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "grad(y, x)",
              "The gradient of the scalar `y` to the tensor `x`, or to each of a list; can be differentiated again.",
              GradientOperator::grad));

  private GradientOperator() {}

  /** The gradient of a float scalar to a tensor, or to each of a list. */
  private static Meaning grad(Arguments a) {
    Value y = a.tensor("y");
    if (!y.shape().isScalar() || !y.dtype().isFloat()) {
      throw a.wrong("y", "a float scalar");
    }
    List<Value> xs = Elaborator.values(a.meaning("x"));
    if (xs.isEmpty() || !xs.stream().allMatch(x -> x.dtype().isFloat())) {
      throw a.wrong("x", "a float tensor, or a list of them");
    }
    List<Meaning> gradients =
        Gradient.of(a.frame().builder(), y, xs).stream()
            .map(g -> (Meaning) new Meaning.Tensor(g))
            .toList();
    return a.meaning("x") instanceof Meaning.Tensor
        ? gradients.getFirst()
        : new Meaning.Tuple(gradients);
  }
}
