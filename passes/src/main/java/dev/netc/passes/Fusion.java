package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Op;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Shaping.Reshape;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives matrix products and convolutions an epilogue: the bias and the ReLU after them become part
 * of one kernel, so that their results are stored once. A kernel is a call of a function whose body
 * is the operations it replaces.
 */
final class Fusion {
  /**
   * A product with what follows it.
   *
   * @param heavy the product
   * @param sum the addition of a bias, if there is one
   * @param bias the vector that is added
   * @param relu the maximum with 0, if there is one
   */
  private record Chain(
      Value heavy, Optional<Value> sum, Optional<Value> bias, Optional<Value> relu) {
    Value last() {
      return relu.or(() -> sum).orElse(heavy);
    }
  }

  private final Graph graph;
  private final Map<Value, List<Value>> users = new HashMap<>();
  private final Set<Value> escaping = new HashSet<>();

  private Fusion(Graph graph) {
    this.graph = graph;
    for (Value value : graph.values()) {
      Set<Value> operands = new HashSet<>(value.op().operands());
      operands.forEach(o -> users.computeIfAbsent(o, k -> new ArrayList<>()).add(value));
    }
    graph.outputs().forEach(o -> escaping.add(o.value()));
    graph.updates().forEach(u -> escaping.add(u.value()));
  }

  static Graph fuse(Graph graph) {
    return new Fusion(graph).run();
  }

  private Graph run() {
    Map<Value, Chain> byLast = new HashMap<>();
    Set<Value> inside = new HashSet<>();
    for (Value value : graph.values()) {
      if (isHeavy(value.op())) {
        Chain chain = chain(value);
        if (!chain.last().equals(value)) {
          byLast.put(chain.last(), chain);
          inside.add(value);
          chain.sum().filter(s -> !s.equals(chain.last())).ifPresent(inside::add);
        }
      }
    }
    Rewriter copy = new Rewriter(graph);
    for (Value value : graph.values()) {
      if (byLast.containsKey(value)) {
        copy.replace(value, kernel(byLast.get(value), copy));
      } else if (!inside.contains(value)) {
        copy.keep(value);
      }
    }
    return copy.finish();
  }

  private static boolean isHeavy(Op op) {
    return op instanceof Linear
        || (op instanceof Convolutional.Convolution c && c.layout() == ImageLayout.CHANNELS_FIRST);
  }

  private Chain chain(Value heavy) {
    Optional<Value> sum = onlyUser(heavy).filter(u -> bias(u, heavy).isPresent());
    Optional<Value> bias = sum.flatMap(s -> bias(s, heavy));
    Optional<Value> relu = onlyUser(sum.orElse(heavy)).filter(Fusion::isRelu);
    return new Chain(heavy, sum, bias, relu);
  }

  private Optional<Value> onlyUser(Value value) {
    List<Value> all = users.getOrDefault(value, List.of());
    return all.size() == 1 && !escaping.contains(value)
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  private static boolean isRelu(Value value) {
    return value.op() instanceof Binary(BinaryFunction f, Value x, Value y)
        && f == BinaryFunction.MAX
        && (isZero(x) || isZero(y));
  }

  private static boolean isZero(Value value) {
    return value.op() instanceof Leaf.Constant c && c.value() == 0;
  }

  /** The vector that {@code value} adds to each column or channel of {@code heavy}. */
  private static Optional<Value> bias(Value value, Value heavy) {
    if (!(value.op() instanceof Binary(BinaryFunction f, Value x, Value y))
        || f != BinaryFunction.ADD
        || x.equals(y)) {
      return Optional.empty();
    }
    Value other = x.equals(heavy) ? y : x;
    if (!(other.op() instanceof Broadcast(Value vector, var shape, List<Integer> axes))
        || !other.shape().equals(heavy.shape())) {
      return Optional.empty();
    }
    int rank = shape.rank();
    int axis = heavy.op() instanceof Linear ? rank - 1 : 1;
    if (axes.equals(List.of(axis)) && vector.shape().dim(0).equals(shape.dim(axis))) {
      return Optional.of(vector);
    }
    // [channels] as [channels, 1, 1]
    return vector.op() instanceof Reshape(Value flat, var like)
            && flat.shape().rank() == 1
            && axes.contains(axis)
            && vector.shape().dim(axes.indexOf(axis)).equals(shape.dim(axis))
            && flat.shape().dim(0).equals(shape.dim(axis))
            && !shape.dim(axis).equals(Dim.of(1))
        ? Optional.of(flat)
        : Optional.empty();
  }

  private Value kernel(Chain chain, Rewriter copy) {
    Value heavy = chain.heavy();
    String name = heavy.op() instanceof Linear ? "mat_mul" : "convolution";
    GraphBuilder body = new GraphBuilder(name);
    body.at(heavy.origin());
    List<Value> arguments = new ArrayList<>();
    List<Value> operands = new ArrayList<>();
    for (Value operand : heavy.op().operands()) {
      operands.add(body.input("x" + operands.size(), operand.tensor()));
      arguments.add(copy.get(operand));
    }
    Value result = body.add(heavy.op().withOperands(operands));
    if (chain.bias().isPresent()) {
      Value vector = chain.bias().get();
      arguments.add(copy.get(vector));
      int axis = heavy.op() instanceof Linear ? heavy.shape().rank() - 1 : 1;
      Value bias = body.input("bias", vector.tensor());
      Value everywhere = body.add(new Broadcast(bias, heavy.shape(), List.of(axis)));
      result = body.add(new Binary(BinaryFunction.ADD, result, everywhere));
      name += "_bias";
    }
    if (chain.relu().isPresent()) {
      Value zero = body.add(new Leaf.Constant(heavy.dtype(), 0));
      result = body.add(new Binary(BinaryFunction.MAX, result, zero));
      name += "_relu";
    }
    body.output("result", result);
    Function function = new Function(name, Function.Kind.KERNEL, body.build());
    copy.builder().at(heavy.origin());
    return copy.builder().add(new Calls.Call(function, arguments, heavy.origin().scope()));
  }
}
