package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.GraphEquality;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Op;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a matrix product or convolution, the sum with a bias for each column or channel, and a ReLU
 * after it, one kernel: a call of a function of kind {@link Function.Kind#KERNEL} whose body is
 * {@code max(heavy(a, b) + broadcast(bias), 0)}, or without the maximum. Only where nothing else
 * needs what lies between.
 */
public record Fuse() implements Pass {
  /** What becomes one kernel; {@code last} is the sum or the ReLU. */
  private record Match(Value heavy, Value sum, Value bias, List<Integer> axes, Value last) {}

  @Override
  public String name() {
    return "fuse";
  }

  @Override
  public String description() {
    return "makes a matrix product or convolution, its bias and its ReLU one kernel";
  }

  @Override
  public Graph run(Graph graph) {
    Map<Value, List<Value>> users = users(graph);
    Map<Value, Match> byLast = new HashMap<>();
    Set<Value> inside = new HashSet<>();
    for (Value value : graph.values()) {
      match(value, users)
          .ifPresent(
              match -> {
                byLast.put(match.last(), match);
                inside.add(match.heavy());
                inside.add(match.sum());
              });
    }
    if (byLast.isEmpty()) {
      return graph;
    }
    Rewriter copy = new Rewriter(graph);
    List<Function> kernels = new ArrayList<>();
    for (Value value : graph.values()) {
      Match match = byLast.get(value);
      if (match != null) {
        copy.replace(value, call(match, copy, kernels));
      } else if (!inside.contains(value)) {
        copy.keep(value);
      }
    }
    return copy.finish();
  }

  /**
   * The users of each value; of what leaves the graph also the value itself, which counts as one.
   */
  private static Map<Value, List<Value>> users(Graph graph) {
    Map<Value, List<Value>> users = new HashMap<>();
    for (Value value : graph.values()) {
      for (Value operand : new HashSet<>(value.op().operands())) {
        users.computeIfAbsent(operand, k -> new ArrayList<>()).add(value);
      }
    }
    List<Value> leaving = new ArrayList<>();
    graph.outputs().forEach(o -> leaving.add(o.value()));
    graph.updates().forEach(u -> leaving.add(u.value()));
    leaving.forEach(v -> users.computeIfAbsent(v, k -> new ArrayList<>()).add(v));
    return users;
  }

  private static Optional<Match> match(Value heavy, Map<Value, List<Value>> users) {
    int channels =
        switch (heavy.op()) {
          case MatMul m -> heavy.shape().rank() - 1;
          case Convolution c -> c.layout().channelAxis(heavy.shape().rank());
          default -> -1;
        };
    Optional<Value> sum = channels < 0 ? Optional.empty() : onlyUser(heavy, users);
    if (sum.isEmpty()
        || !(sum.get().op() instanceof Binary(BinaryFunction f, Value x, Value y))
        || f != BinaryFunction.ADD) {
      return Optional.empty();
    }
    Value other = x == heavy ? y : x;
    if (!(other.op() instanceof Broadcast(Value bias, var shape, List<Integer> axes))
        || !axes.equals(List.of(channels))
        || !shape.equals(heavy.shape())
        || !bias.shape().dim(0).equals(shape.dim(channels))) {
      return Optional.empty();
    }
    Value last = onlyUser(sum.get(), users).filter(Fuse::isRelu).orElse(sum.get());
    return Optional.of(new Match(heavy, sum.get(), bias, axes, last));
  }

  private static Optional<Value> onlyUser(Value value, Map<Value, List<Value>> users) {
    List<Value> all = users.getOrDefault(value, List.of());
    return all.size() == 1 && all.getFirst() != value
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  private static boolean isRelu(Value value) {
    return value.op() instanceof Binary(BinaryFunction f, Value x, Value y)
        && f == BinaryFunction.MAX
        && (Constants.is(x, 0) || Constants.is(y, 0));
  }

  private static Value call(Match match, Rewriter copy, List<Function> kernels) {
    Function made = kernel(match);
    Function kernel =
        kernels.stream()
            .filter(k -> GraphEquality.isSame(k.body(), made.body()))
            .findFirst()
            .orElse(made);
    if (kernel == made) {
      kernels.add(made);
    }
    List<Value> arguments = new ArrayList<>(copy.get(match.heavy().op().operands()));
    arguments.add(copy.get(match.bias()));
    copy.builder().at(match.heavy().origin());
    return copy.builder().add(new Calls.Call(kernel, arguments, match.heavy().origin().scope()));
  }

  private static Function kernel(Match match) {
    Op heavy = match.heavy().op();
    boolean convolves = heavy instanceof Convolution;
    boolean relu = match.last() != match.sum();
    String name = (convolves ? "convolution" : "matmul") + "_bias" + (relu ? "_relu" : "");
    GraphBuilder builder = new GraphBuilder(name);
    builder.at(match.heavy().origin().inScope(""));
    Expressions e = new Expressions(builder);
    Value a = builder.input(convolves ? "x" : "a", heavy.operands().get(0).tensor());
    Value b = builder.input(convolves ? "w" : "b", heavy.operands().get(1).tensor());
    Value bias = builder.input("bias", match.bias().tensor());
    Value product = builder.add(heavy.withOperands(List.of(a, b)));
    Value sum = e.plus(product, builder.add(new Broadcast(bias, product.shape(), match.axes())));
    builder.output("y", relu ? e.max(sum, e.constant(0, sum)) : sum);
    return new Function(name, Function.Kind.KERNEL, builder.build());
  }
}
