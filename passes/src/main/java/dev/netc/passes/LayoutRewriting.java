package dev.netc.passes;

import dev.netc.ir.Convolutional;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Convolutional.InputGradient;
import dev.netc.ir.Convolutional.WeightGradient;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Expressions;
import dev.netc.ir.Graph;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Op;
import dev.netc.ir.Pooling;
import dev.netc.ir.Pooling.MaxPool;
import dev.netc.ir.Pooling.MaxPoolGradient;
import dev.netc.ir.Pooling.MaxPoolSelect;
import dev.netc.ir.Pooling.SumPool;
import dev.netc.ir.Pooling.SumPoolGradient;
import dev.netc.ir.Reduction.Reduce;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Shaping.Concat;
import dev.netc.ir.Shaping.Pad;
import dev.netc.ir.Shaping.Slice;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rewrites one graph so that images have their channels last. A value of the source may have two
 * copies, one in each order; whichever is missing is made when something needs it.
 */
final class LayoutRewriting {
  private static final ImageLayout LAST = ImageLayout.CHANNELS_LAST;
  private static final Dim ONE = Dim.of(1);

  private final Graph graph;
  private final Rewriter copy;
  private final Expressions e;

  /** Copies with the channels last. */
  private final Map<Value, Value> last = new HashMap<>();

  LayoutRewriting(Graph graph) {
    this.graph = graph;
    this.copy = new Rewriter(graph);
    this.e = new Expressions(copy.builder());
  }

  Graph run() {
    for (Value value : graph.values()) {
      if (copy.has(value) || value.op() instanceof Broadcast) {
        continue;
      }
      copy.builder().at(value.origin());
      Optional<Value> unmoved = fromMoved(value).map(this::add);
      Optional<Value> moved = unmoved.isEmpty() ? moved(value).map(this::add) : Optional.empty();
      unmoved.ifPresent(v -> copy.replace(value, v));
      moved.ifPresent(v -> last.put(value, v));
      if (unmoved.isEmpty() && moved.isEmpty()) {
        first(value);
      }
    }
    graph.outputs().forEach(o -> first(o.value()));
    graph.updates().forEach(u -> first(u.value()));
    return copy.finish();
  }

  private Value add(Op op) {
    return copy.builder().add(op);
  }

  /** An operation over moved images whose result has no image's axes. */
  private Optional<Op> fromMoved(Value value) {
    return switch (value.op()) {
      case WeightGradient g when g.layout() != LAST ->
          Optional.of(new WeightGradient(last(g.x()), last(g.dy()), g.window(), g.groups(), LAST));
      case Reduce r when last.containsKey(r.x()) && keepsOrder(r) ->
          Optional.of(new Reduce(r.combiner(), last(r.x()), toLast(r.axes(), r.x())));
      default -> Optional.empty();
    };
  }

  /** The operation with the channels last; nothing if it stays as it is. */
  private Optional<Op> moved(Value value) {
    if (!(value.type() instanceof TensorType)) {
      return Optional.empty();
    }
    boolean follows =
        value.op().operands().stream()
            .anyMatch(o -> last.containsKey(o) && o.shape().rank() == value.shape().rank());
    return Optional.ofNullable(
        switch (value.op()) {
          case WeightGradient g -> null;
          case Convolutional op when op.layout() != LAST -> convolutional(op);
          case Pooling op when op.layout() != LAST && (follows || isSolid(op)) -> pooling(op);
          case Elementwise op when follows ->
              op.withOperands(
                  op.operands().stream()
                      .map(o -> o.shape().isScalar() ? first(o) : last(o))
                      .toList());
          case Slice(Value x, List<Dim> start, List<Dim> limit, List<Integer> step) when follows ->
              new Slice(last(x), move(start), move(limit), move(step));
          case Pad(Value x, List<Dim> low, List<Dim> high, List<Integer> between, double with)
              when follows ->
              new Pad(last(x), move(low), move(high), move(between), with);
          case Concat(List<Value> parts, int axis) when follows ->
              new Concat(
                  parts.stream().map(this::last).toList(), toLast(axis, value.shape().rank()));
          default -> null;
        });
  }

  private Op convolutional(Convolutional op) {
    return switch (op) {
      case Convolution c ->
          new Convolution(last(c.x()), first(c.w()), c.window(), c.groups(), LAST);
      case InputGradient g ->
          new InputGradient(last(g.dy()), first(g.w()), g.window(), g.groups(), LAST, g.extents());
      case WeightGradient g -> throw new IllegalStateException("weights have no layout: " + g);
    };
  }

  private static boolean isSolid(Pooling op) {
    return op.window().rank() == ChannelsLast.SOLID;
  }

  private Op pooling(Pooling op) {
    return switch (op) {
      case MaxPool p -> new MaxPool(last(p.x()), p.window(), LAST);
      case MaxPoolSelect p -> new MaxPoolSelect(last(p.x()), last(p.v()), p.window(), LAST);
      case MaxPoolGradient p -> new MaxPoolGradient(last(p.x()), last(p.dy()), p.window(), LAST);
      case SumPool p -> new SumPool(last(p.x()), p.window(), LAST);
      case SumPoolGradient p -> new SumPoolGradient(last(p.dy()), p.window(), LAST, p.extents());
    };
  }

  /** The copy with the axes as in the source. */
  private Value first(Value value) {
    if (copy.has(value)) {
      return copy.get(value);
    }
    Value known = last.get(value);
    if (known == null) {
      value.op().operands().forEach(this::first);
      return copy.keep(value);
    }
    int rank = value.shape().rank();
    List<Integer> permutation = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      permutation.add(toLast(axis, rank));
    }
    Value made = transpose(known, permutation, value.shape());
    copy.replace(value, made);
    return made;
  }

  /** The copy with the channels last. */
  private Value last(Value value) {
    Value known = last.get(value);
    if (known != null) {
      return known;
    }
    Value made =
        value.op() instanceof Broadcast b
            ? broadcast(b)
            : transpose(first(value), order(value.shape().rank()), moved(value.shape()));
    last.put(value, made);
    return made;
  }

  /** Repeats along the moved axes; only if the operand's own axes change places they are moved. */
  private Value broadcast(Broadcast b) {
    int rank = b.shape().rank();
    List<Integer> axes = toLast(b.axes(), rank);
    List<Integer> ascending =
        IntStream.range(0, axes.size())
            .boxed()
            .sorted((i, j) -> Integer.compare(axes.get(i), axes.get(j)))
            .toList();
    Value x = first(b.x());
    if (!ascending.equals(ascending.stream().sorted().toList())) {
      x = e.transpose(x, ascending);
    }
    return e.broadcast(x, moved(b.shape()), ascending.stream().map(axes::get).toList());
  }

  private Value transpose(Value x, List<Integer> permutation, Shape shape) {
    // Axes of extent 1 have no order.
    boolean still = x.shape().dims().stream().skip(1).filter(d -> !d.equals(ONE)).count() <= 1;
    return still ? e.reshape(x, shape) : e.transpose(x, permutation);
  }

  /** Whether the axes that a reduction leaves come in the same order from either copy. */
  private static boolean keepsOrder(Reduce r) {
    int rank = r.x().shape().rank();
    List<Integer> kept = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    kept.removeAll(r.axes());
    List<Integer> there = kept.stream().map(axis -> toLast(axis, rank)).toList();
    return there.equals(there.stream().sorted().toList());
  }

  private static List<Integer> toLast(List<Integer> axes, Value image) {
    int rank = image.shape().rank();
    return axes.stream().map(axis -> toLast(axis, rank)).sorted().toList();
  }

  private static List<Integer> toLast(List<Integer> axes, int rank) {
    return axes.stream().map(axis -> toLast(axis, rank)).toList();
  }

  /** Where an axis of the source is when the channels are last. */
  private static int toLast(int axis, int rank) {
    return axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1;
  }

  /** The axes of the source in the order in which they are when the channels are last. */
  private static List<Integer> order(int rank) {
    List<Integer> order = new ArrayList<>(List.of(0));
    for (int axis = 2; axis < rank; axis++) {
      order.add(axis);
    }
    order.add(1);
    return order;
  }

  private static <T> List<T> move(List<T> ofAxes) {
    return order(ofAxes.size()).stream().map(ofAxes::get).toList();
  }

  private static Shape moved(Shape shape) {
    return new Shape(move(shape.dims()));
  }
}
