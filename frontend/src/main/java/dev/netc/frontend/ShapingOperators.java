package dev.netc.frontend;

import dev.netc.ir.Dim;
import dev.netc.ir.Indexing.Gather;
import dev.netc.ir.Indexing.ScatterAdd;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Functions that move elements, and products of matrices. */
final class ShapingOperators {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "reshape(x, shape)",
              "The same elements in row-major order, in other extents.",
              a -> a.result(a.expressions().reshape(a.tensor("x"), a.shape("shape")))),
          Operator.of(
              "transpose(x, permutation)",
              "The axes in another order: axis i of the result is axis `permutation[i]` of `x`.",
              a -> a.result(a.expressions().transpose(a.tensor("x"), a.integers("permutation")))),
          Operator.of(
              "broadcast(x, shape)",
              "Repeated to a shape, aligned from the right.",
              a -> a.result(a.lifting().broadcast(a.tensor("x"), a.shape("shape")))),
          Operator.of(
              "concat(parts, axis?)",
              "Tensors after each other along an axis, the first unless given.",
              ShapingOperators::concat),
          Operator.of(
              "split(x, parts, axis?)",
              "A list of equal parts along an axis.",
              ShapingOperators::split),
          Operator.of(
              "narrow(x, start, length, axis?)",
              "`length` elements from `start` along an axis.",
              ShapingOperators::narrow),
          Operator.of(
              "pad(x, low, high, value?)",
              "Grown by `low` before and `high` behind each axis with `value`, 0 unless given.",
              ShapingOperators::pad),
          Operator.of(
              "scatter_add(updates, indices, rows)",
              "A table of `rows` rows: each update is added to the row that its index names; "
                  + "indices out of range are left out.",
              a ->
                  a.result(
                      add(
                          a,
                          new ScatterAdd(
                              a.tensor("updates"), indices(a, "indices"), a.dim("rows"))))),
          Operator.of(
              "gather(table, indices)",
              "The rows of the table that the indices name, in their shape.",
              a -> a.result(add(a, new Gather(a.tensor("table"), indices(a, "indices"))))),
          Operator.of(
              "matmul(a, b)",
              "The product of the last two axes; leading axes repeat as in NumPy.",
              ShapingOperators::matmul));

  private ShapingOperators() {}

  private static Value add(Arguments a, dev.netc.ir.Op op) {
    return a.frame().builder().add(op);
  }

  private static Value indices(Arguments a, String name) {
    Value indices = a.tensor(name);
    if (!indices.dtype().isInteger()) {
      throw a.wrong(name, "integers").withHelp("`cast(x, i32)` converts");
    }
    return indices;
  }

  private static Meaning concat(Arguments a) {
    List<Value> parts = Elaborator.values(a.meaning("parts"));
    if (parts.isEmpty()) {
      throw a.wrong("parts", "a list of tensors");
    }
    int axis = a.axis("axis", parts.getFirst().tensor(), 0);
    return a.result(add(a, new Shaping.Concat(parts, axis)));
  }

  private static Meaning split(Arguments a) {
    Value x = a.tensor("x");
    int parts = a.integer("parts");
    int axis = a.axis("axis", x.tensor(), 0);
    Dim extent = x.shape().dim(axis);
    Dim part = extent.floorDiv(Math.max(1, parts));
    if (parts < 1 || !part.times(parts).equals(extent)) {
      throw a.wrong("parts", "a divisor of the extent " + extent)
          .withHelp("axis %d of %s cannot be split evenly".formatted(axis, x.tensor()));
    }
    List<Meaning> results = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      results.add(a.result(add(a, part(x, axis, part.times(i), part))));
    }
    return new Meaning.Tuple(results);
  }

  private static Meaning narrow(Arguments a) {
    Value x = a.tensor("x");
    int axis = a.axis("axis", x.tensor(), 0);
    return a.result(add(a, part(x, axis, a.dim("start"), a.dim("length"))));
  }

  private static Shaping.Slice part(Value x, int axis, Dim from, Dim length) {
    List<Dim> start = new ArrayList<>(Collections.nCopies(x.shape().rank(), Dim.of(0)));
    List<Dim> limit = new ArrayList<>(x.shape().dims());
    start.set(axis, from);
    limit.set(axis, from.plus(length));
    return new Shaping.Slice(x, start, limit, Collections.nCopies(x.shape().rank(), 1));
  }

  private static Meaning pad(Arguments a) {
    Value x = a.tensor("x");
    List<Integer> none = Collections.nCopies(x.shape().rank(), 0);
    return a.result(
        add(a, new Shaping.Pad(x, a.dims("low"), a.dims("high"), none, a.real("value", 0))));
  }

  /** As NumPy's: leading axes broadcast. Exchanged axes go into the product's own flags. */
  private static Meaning matmul(Arguments a) {
    Value x = a.tensor("a");
    Value y = a.tensor("b");
    if (x.shape().rank() < 2 || y.shape().rank() < 2) {
      throw a.wrong(x.shape().rank() < 2 ? "a" : "b", "a matrix");
    }
    boolean transposeB = isLastTwoExchanged(y);
    if (transposeB) {
      y = y.op().operands().getFirst();
    }
    int rank = Math.max(x.shape().rank(), y.shape().rank());
    if (x.shape().rank() < rank) {
      x = leading(a, x, y);
    } else if (y.shape().rank() < rank) {
      y = leading(a, y, x);
    }
    return a.result(a.expressions().matmul(x, y, false, transposeB));
  }

  private static Value leading(Arguments a, Value x, Value like) {
    List<Dim> dims =
        new ArrayList<>(like.shape().dims().subList(0, like.shape().rank() - x.shape().rank()));
    dims.addAll(x.shape().dims());
    return a.lifting().broadcast(x, new Shape(dims));
  }

  private static boolean isLastTwoExchanged(Value y) {
    return y.op() instanceof Shaping.Transpose(Value from, List<Integer> permutation)
        && from.shape().rank() == 2
        && permutation.equals(List.of(1, 0));
  }
}
