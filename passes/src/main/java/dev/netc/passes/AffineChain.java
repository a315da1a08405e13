package dev.netc.passes;

import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Convolutional.InputGradient;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Op;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A product with weights that are known at load, and what parameters do to each channel of it
 * afterwards: factors and summands in any order. It equals one product with other weights, and one
 * summand.
 */
final class AffineChain {
  private final KnownAtLoad known;
  private final List<Value> values = new ArrayList<>();
  private final int channels;

  /** For each of {@link #values} but the first, the scalar or vector that it is computed with. */
  private final List<Value> operands = new ArrayList<>();

  private AffineChain(Value product, int channels, KnownAtLoad known) {
    this.known = known;
    this.channels = channels;
    values.add(product);
  }

  /** A chain of a product alone; nothing if {@code value} is none, or its weights are computed. */
  static Optional<AffineChain> of(Value value, KnownAtLoad known) {
    if (known.contains(value)) {
      return Optional.empty();
    }
    return switch (value.op()) {
      case Convolution c when known.contains(c.w()) ->
          Optional.of(new AffineChain(value, c.layout().channelAxis(value.shape().rank()), known));
      case InputGradient g when known.contains(g.w()) ->
          Optional.of(new AffineChain(value, g.layout().channelAxis(value.shape().rank()), known));
      case MatMul m when known.contains(m.b()) && m.b().shape().rank() == 2 ->
          Optional.of(new AffineChain(value, 1, known));
      default -> Optional.empty();
    };
  }

  /** The product and what follows it. */
  List<Value> values() {
    return values;
  }

  /** Adds the only user of the last value if it belongs to the chain; whether it does. */
  boolean extend(Value user) {
    Value before = values.getLast();
    if (!(user.op() instanceof Binary(BinaryFunction function, Value x, Value y)) || x == y) {
      return false;
    }
    boolean fits =
        switch (function) {
          case ADD, MULTIPLY -> true;
          case SUBTRACT, DIVIDE -> x == before;
          default -> false;
        };
    Optional<Value> operand = fits ? ofChannels(x == before ? y : x) : Optional.empty();
    operand.ifPresent(
        found -> {
          values.add(user);
          operands.add(found);
        });
    return operand.isPresent();
  }

  /** The scalar, or the vector of an element a channel, that is repeated as {@code value}. */
  private Optional<Value> ofChannels(Value value) {
    Value made =
        value.op() instanceof Broadcast(Value x, Shape shape, List<Integer> axes)
                && axes.equals(List.of(channels))
                && x.shape().dim(0).equals(shape.dim(channels))
            ? x
            : value;
    return known.contains(made) && (made != value || made.shape().isScalar())
        ? Optional.of(made)
        : Optional.empty();
  }

  /** Whether the folded form is less to compute: there is a factor, or more than one summand. */
  boolean pays() {
    return operands.size() > 1 || values.stream().skip(1).anyMatch(v -> !isSum(v));
  }

  private static boolean isSum(Value value) {
    return value.op() instanceof Binary(BinaryFunction f, Value x, Value y)
        && (f == BinaryFunction.ADD || f == BinaryFunction.SUBTRACT);
  }

  /** The equal of the last value with one product and at most one sum, in a copy of the graph. */
  Value folded(Rewriter copy) {
    Expressions e = new Expressions(copy.builder());
    Value scale = null;
    Value shift = null;
    for (int i = 0; i < operands.size(); i++) {
      Value value = values.get(i + 1);
      Value operand = copy.get(operands.get(i));
      copy.builder().at(value.origin());
      BinaryFunction function = ((Binary) value.op()).function();
      if (isSum(value)) {
        shift = combined(e, function, shift, operand);
      } else {
        scale = combined(e, function, scale, operand);
        shift = shift == null ? null : e.binary(function, shift, operand);
      }
    }
    Value product = values.getFirst();
    copy.builder().at(product.origin());
    Op op = product.op().withOperands(copy.get(product.op().operands()));
    Value scaled = copy.builder().add(scale == null ? op : scaled(e, op, scale));
    if (shift == null) {
      return scaled;
    }
    copy.builder().at(values.getLast().origin());
    return e.plus(
        scaled,
        shift.shape().isScalar() ? shift : e.broadcast(shift, scaled.shape(), List.of(channels)));
  }

  private static Value combined(
      Expressions e, BinaryFunction function, @Nullable Value before, Value operand) {
    if (before != null) {
      return e.binary(function, before, operand);
    }
    return switch (function) {
      case SUBTRACT -> e.negate(operand);
      case DIVIDE -> e.divide(e.constant(1, operand), operand);
      default -> operand;
    };
  }

  /** The product with weights that make each channel {@code scale} times as large. */
  private static Op scaled(Expressions e, Op product, Value scale) {
    return switch (product) {
      case Convolution c -> c.withOperands(List.of(c.x(), times(e, c.w(), scale, List.of(0))));
      case InputGradient g -> g.withOperands(List.of(g.dy(), transposed(e, g, scale)));
      case MatMul m ->
          m.withOperands(List.of(m.a(), times(e, m.b(), scale, List.of(m.transposeB() ? 0 : 1))));
      default -> throw new IllegalStateException("no product: " + product);
    };
  }

  /** A transposed convolution makes channel c of group g by the weights [of the group, c]. */
  private static Value transposed(Expressions e, InputGradient g, Value scale) {
    Shape shape = g.w().shape();
    List<Dim> dims = new ArrayList<>(shape.dims());
    dims.set(0, shape.dim(0).floorDiv(g.groups()));
    dims.addFirst(Dim.of(g.groups()));
    Value ofGroups =
        scale.shape().isScalar()
            ? scale
            : e.reshape(scale, new Shape(List.of(Dim.of(g.groups()), shape.dim(1))));
    return e.reshape(times(e, e.reshape(g.w(), new Shape(dims)), ofGroups, List.of(0, 2)), shape);
  }

  private static Value times(Expressions e, Value weights, Value scale, List<Integer> axes) {
    return e.times(
        weights, scale.shape().isScalar() ? scale : e.broadcast(scale, weights.shape(), axes));
  }
}
