package dev.netc.passes;

import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Indexing.Gather;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Reduction.Reduce;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Scan;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Shaping.Reshape;
import dev.netc.ir.Shaping.Transpose;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of a loop's body computed outside of it: those that are the same at every step, and those
 * of all steps at once, stacked along a new first axis.
 */
final class AllSteps {
  private final Scan scan;
  private final StepDependence dependence;
  private final Rewriter copy;
  private final Expressions e;
  private final Map<Value, Value> invariants = new HashMap<>();
  private final Map<Value, Value> stacks = new HashMap<>();

  AllSteps(Scan scan, StepDependence dependence, Rewriter copy) {
    this.scan = scan;
    this.dependence = dependence;
    this.copy = copy;
    this.e = new Expressions(copy.builder());
    for (int i = 0; i < scan.invariants().size(); i++) {
      invariants.put(scan.invariantInputs().get(i), copy.get(scan.invariants().get(i)));
    }
    for (int i = 0; i < scan.sequences(); i++) {
      stacks.put(scan.stepInputs().get(i), copy.get(scan.sequenceOperands().get(i)));
    }
  }

  /** A value that is the same at every step. */
  Value once(Value value) {
    Value known = invariants.get(value);
    if (known != null) {
      return known;
    }
    List<Value> operands = value.op().operands().stream().map(this::once).toList();
    Value made = e.builder().add(value.op().withOperands(operands));
    invariants.put(value, made);
    return made;
  }

  /** Whether {@link #stack} knows how to compute a value for all steps. */
  static boolean canStack(Value value, StepDependence dependence) {
    if (dependence.isInvariant(value)) {
      return true;
    }
    if (!dependence.isOfStep(value)) {
      return false;
    }
    boolean fits =
        switch (value.op()) {
          case Leaf leaf -> true;
          case Elementwise op -> true;
          case Broadcast op -> true;
          case Reshape op -> true;
          case Transpose op -> true;
          case Reduce op -> true;
          case Gather op -> dependence.isInvariant(op.table());
          case MatMul op -> isRowsByMatrix(op, dependence);
          default -> false;
        };
    return fits && value.op().operands().stream().allMatch(o -> canStack(o, dependence));
  }

  /** Whether a product has rows of its own at each step and the same matrix at all. */
  static boolean isRowsByMatrix(MatMul op, StepDependence dependence) {
    return op.a().shape().rank() == 2
        && op.b().shape().rank() == 2
        && !op.transposeA()
        && !dependence.isInvariant(op.a())
        && dependence.isInvariant(op.b());
  }

  /** A value at all steps. */
  Value stack(Value value) {
    Value known = stacks.get(value);
    if (known != null) {
      return known;
    }
    Value made =
        dependence.isInvariant(value)
            ? e.broadcastAlong(once(value), stacked(value.shape()), List.of(0))
            : stacked(value);
    stacks.put(value, made);
    return made;
  }

  /** The shape of a value at all steps. */
  Shape stacked(Shape step) {
    List<Dim> dims = new ArrayList<>(List.of(scan.trips()));
    dims.addAll(step.dims());
    return new Shape(dims);
  }

  private Value stacked(Value value) {
    Shape shape = stacked(value.shape());
    return switch (value.op()) {
      case Binary(BinaryFunction f, Value x, Value y)
          when f == BinaryFunction.ADD
              && x.op() instanceof MatMul op
              && y.op() instanceof Broadcast(Value bias, Shape s, List<Integer> axes)
              && axes.equals(List.of(1))
              && dependence.isInvariant(y) ->
          product(stack(op.a()), op, Optional.of(bias));
      case Elementwise op ->
          e.builder()
              .add(op.withOperands(op.operands().stream().map(o -> operand(o, shape)).toList()));
      case Broadcast(Value x, Shape s, List<Integer> axes) -> {
        List<Integer> behind = new ArrayList<>(List.of(0));
        axes.forEach(axis -> behind.add(axis + 1));
        yield e.broadcast(stack(x), shape, behind);
      }
      case Reshape(Value x, Shape s) -> e.reshape(stack(x), shape);
      case Transpose(Value x, List<Integer> permutation) -> {
        List<Integer> behind = new ArrayList<>(List.of(0));
        permutation.forEach(axis -> behind.add(axis + 1));
        yield e.transpose(stack(x), behind);
      }
      case Reduce(var combiner, Value x, List<Integer> axes) ->
          e.builder().add(new Reduce(combiner, stack(x), axes.stream().map(a -> a + 1).toList()));
      case Gather(Value table, Value indices) ->
          e.builder().add(new Gather(once(table), stack(indices)));
      case MatMul op -> product(stack(op.a()), op, Optional.empty());
      default -> throw new IllegalStateException("not for all steps at once: " + value);
    };
  }

  /** An operand of an elementwise operator: a scalar that all steps share stays one. */
  private Value operand(Value operand, Shape shape) {
    if (operand.shape().isScalar() && dependence.isInvariant(operand)) {
      return once(operand);
    }
    Value stack = stack(operand);
    return operand.shape().isScalar() ? e.broadcast(stack, shape, List.of(0)) : stack;
  }

  /** The product of all rows of all steps with a matrix, and a bias for each of its columns. */
  Value product(Value rows, MatMul op, Optional<Value> bias) {
    Shape shape = rows.shape();
    Dim all = shape.dim(0).times(shape.dim(1));
    Value flat = e.reshape(rows, new Shape(List.of(all, shape.dim(2))));
    Value product = e.matmul(flat, once(op.b()), false, op.transposeB());
    Value sum =
        bias.map(b -> e.plus(product, e.broadcast(once(b), product.shape(), List.of(1))))
            .orElse(product);
    return e.reshape(sum, new Shape(List.of(shape.dim(0), shape.dim(1), sum.shape().dim(1))));
  }

  /** The sum over all steps of the products of the transposed rows with others. */
  Value sumOfProducts(Value a, Value b) {
    return e.matmul(flat(a), flat(b), true, false);
  }

  /** The start of a carry. */
  Value initial(int carry) {
    return copy.get(scan.initial().get(carry));
  }

  /** The sum over all steps of what each reduces to a sum. */
  Value sumOfReductions(Value stack, Reduce r) {
    List<Integer> axes = new ArrayList<>(List.of(0));
    r.axes().forEach(axis -> axes.add(axis + 1));
    return e.sum(stack, axes);
  }

  private Value flat(Value stack) {
    Shape shape = stack.shape();
    return e.reshape(stack, new Shape(List.of(shape.dim(0).times(shape.dim(1)), shape.dim(2))));
  }

  Expressions expressions() {
    return e;
  }
}
