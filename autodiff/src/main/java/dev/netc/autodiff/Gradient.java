package dev.netc.autodiff;

import dev.netc.ir.Calls;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Inliner;
import dev.netc.ir.Scan;
import dev.netc.ir.Type;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Gradients by reverse accumulation (Griewank and Walther 2008, chapter 3), within one builder.
 * Calls of blocks are differentiated as their inlined bodies, or by the gradient of their own.
 */
public final class Gradient {
  private final GraphBuilder builder;
  private final Expressions expressions;
  private final Map<Value, Value> cotangents = new HashMap<>();

  /** Of the results of each loop, by index. */
  private final Map<Value, Map<Integer, Value>> ofResults = new HashMap<>();

  private final Set<Value> active = new HashSet<>();
  private final Map<Value, BackwardLoop> loops = new LinkedHashMap<>();

  /**
   * Gradients and how they came about.
   *
   * @param gradients one for each of the values asked for
   * @param loops for each loop that was propagated through, the last first, the loop that did
   */
  public record Traced(List<Value> gradients, Map<Value, BackwardLoop> loops) {}

  private Gradient(GraphBuilder builder) {
    this.builder = builder;
    this.expressions = new Expressions(builder);
  }

  /**
   * The gradient of a scalar with respect to each of {@code xs}, of their shapes; zeros where
   * {@code y} does not depend on one.
   *
   * @throws IllegalArgumentException if {@code y} is no float scalar
   */
  public static List<Value> of(GraphBuilder builder, Value y, List<Value> xs) {
    return traced(builder, y, xs).gradients();
  }

  /**
   * The same, with the loops that propagate back through time.
   *
   * @throws IllegalArgumentException if {@code y} is no float scalar
   */
  public static Traced traced(GraphBuilder builder, Value y, List<Value> xs) {
    if (!y.shape().isScalar() || !y.dtype().isFloat()) {
      throw new IllegalArgumentException("a gradient is of a float scalar, this is " + y.type());
    }
    Value one = new Expressions(builder).constant(1, y);
    return tracedVjp(builder, List.of(y), List.of(one), xs);
  }

  /**
   * The vector-Jacobian product: the gradient of the sum of {@code ys * cotangents}.
   *
   * @param cotangents one for each of {@code ys}, of its type
   * @return one for each of {@code xs}, of its type
   */
  public static List<Value> vjp(
      GraphBuilder builder, List<Value> ys, List<Value> cotangents, List<Value> xs) {
    return tracedVjp(builder, ys, cotangents, xs).gradients();
  }

  private static Traced tracedVjp(
      GraphBuilder builder, List<Value> ys, List<Value> cotangents, List<Value> xs) {
    Inliner inliner = new Inliner(builder, Function::isPlainBlock);
    List<Value> both = new ArrayList<>(ys);
    both.addAll(xs);
    List<Value> flat = inliner.inline(both);
    Gradient gradient = new Gradient(builder);
    List<Value> gradients =
        gradient.sweep(
            flat.subList(0, ys.size()), cotangents, flat.subList(ys.size(), flat.size()));
    return new Traced(gradients, gradient.loops);
  }

  private List<Value> sweep(List<Value> ys, List<Value> seeds, List<Value> xs) {
    for (int i = 0; i < ys.size(); i++) {
      accumulate(ys.get(i), seeds.get(i));
    }
    for (Value value : dependents(ys, xs)) {
      builder.at(value.origin());
      if (value.op() instanceof Scan scan) {
        pull(value, scan);
      } else if (value.op() instanceof Calls.Call call) {
        pull(value, call);
      } else if (cotangents.containsKey(value)) {
        pull(value, cotangents.get(value));
      }
    }
    return xs.stream()
        .map(x -> cotangents.containsKey(x) ? cotangents.get(x) : expressions.zeros(x.tensor()))
        .toList();
  }

  /** The values between {@code xs} and {@code ys}, users before operands. */
  private List<Value> dependents(List<Value> ys, List<Value> xs) {
    Set<Value> sources = new HashSet<>(xs);
    List<Value> ordered = new ArrayList<>();
    for (Value value :
        Graph.needed(ys).stream().sorted(Comparator.comparingInt(Value::id)).toList()) {
      boolean depends = value.op().operands().stream().anyMatch(active::contains);
      if (depends || sources.contains(value)) {
        active.add(value);
      }
      if (depends) {
        ordered.add(value);
      }
    }
    return ordered.reversed();
  }

  private void pull(Value value, Scan scan) {
    Map<Integer, Value> given = ofResults.get(value);
    if (given != null) {
      loops.put(
          value,
          ScanGradient.pull(builder, scan, given, active::contains, cotangents, this::accumulate));
    }
  }

  /** By the gradient that the block called has of its own; each result may have a cotangent. */
  private void pull(Value value, Calls.Call call) {
    Map<Integer, Value> given =
        cotangents.containsKey(value) ? Map.of(0, cotangents.get(value)) : ofResults.get(value);
    if (given == null) {
      return;
    }
    Function rule =
        call.function()
            .gradient()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "calls of kernels are made after differentiation: " + call));
    List<Value> arguments = new ArrayList<>(call.arguments());
    List<Graph.Output> results = call.function().body().outputs();
    for (int i = 0; i < results.size(); i++) {
      Value result = results.get(i).value();
      if (result.dtype().isFloat()) {
        arguments.add(given.containsKey(i) ? given.get(i) : expressions.zeros(result.tensor()));
      }
    }
    List<Value> gradients = results(builder.add(new Calls.Call(rule, arguments, call.instance())));
    List<Value> operands = Function.floats(call.arguments());
    List<Value> inlined = new Inliner(builder, Function::isPlainBlock).inline(gradients);
    for (int i = 0; i < operands.size(); i++) {
      accumulate(operands.get(i), inlined.get(i));
    }
  }

  private List<Value> results(Value call) {
    return call.type() instanceof Type.Tuple tuple
        ? IntStream.range(0, tuple.elements().size())
            .mapToObj(i -> builder.add(new Calls.Result(call, i)))
            .toList()
        : List.of(call);
  }

  private void pull(Value value, Value cotangent) {
    if (value.op() instanceof Calls.Result(Value tuple, int index)) {
      ofResults.computeIfAbsent(tuple, t -> new TreeMap<>()).put(index, cotangent);
      return;
    }
    List<Value> operands = value.op().operands();
    List<Cotangent> parts = Rules.pull(expressions, value, cotangent);
    for (Cotangent part : parts) {
      Value operand = operands.get(part.operand());
      if (operand.dtype().isFloat()) {
        accumulate(operand, part.of(expressions));
      }
    }
  }

  private void accumulate(Value value, Value cotangent) {
    Value fitted =
        value.shape().isScalar() && !cotangent.shape().isScalar()
            ? expressions.sumAll(cotangent)
            : expressions.broadcast(cotangent, value.shape(), List.of());
    cotangents.merge(value, fitted, expressions::plus);
  }
}
