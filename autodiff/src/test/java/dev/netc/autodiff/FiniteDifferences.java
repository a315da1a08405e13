package dev.netc.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.ir.DType;
import dev.netc.ir.Expressions;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Compares gradients, and gradients of gradients, with central differences in f64. */
final class FiniteDifferences {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 2e-6;

  /** Builds a value of the inputs. */
  interface Formula {
    Value of(Expressions e, List<Value> inputs);
  }

  private final GraphBuilder builder = new GraphBuilder("difference");
  private final Expressions e = new Expressions(builder);
  private final List<Value> inputs = new ArrayList<>();
  private final Map<String, Array> point = new HashMap<>();
  private final Random random;

  FiniteDifferences(long seed) {
    this.random = new Random(seed);
  }

  /** An input with elements from {@code low} to {@code high}. */
  FiniteDifferences input(double low, double high, long... dims) {
    String name = "x" + inputs.size();
    Value input = builder.input(name, TensorType.of(DType.F64, dims));
    inputs.add(input);
    int[] shape = new int[dims.length];
    java.util.Arrays.setAll(shape, i -> (int) dims[i]);
    point.put(name, Array.fill(DType.F64, shape, i -> low + (high - low) * random.nextDouble()));
    return this;
  }

  FiniteDifferences input(long... dims) {
    return input(-2, 2, dims);
  }

  /** Checks the gradient of a random weighting of the formula, and that gradient's gradient. */
  void check(Formula formula) {
    Value y = scalar(formula.of(e, inputs));
    List<Value> first = Gradient.of(builder, y, inputs);
    compare(y, first);
    Value s = null;
    for (Value g : first) {
      Value part = scalar(g);
      s = s == null ? part : e.plus(s, part);
    }
    compare(s, Gradient.of(builder, s, inputs));
  }

  /** The sum of the elements times fixed numbers, so that each element counts differently. */
  private Value scalar(Value y) {
    List<Integer> axes = new ArrayList<>();
    Value weights = e.constant(0.7, y);
    for (int i = 0; i < y.shape().rank(); i++) {
      axes.add(i);
      Value iota = builder.add(new dev.netc.ir.Leaf.Iota(y.tensor(), i));
      weights = e.plus(e.times(iota, 0.31 + 0.17 * i), weights);
    }
    Value weighted = e.times(y, e.unary(dev.netc.ir.Elementwise.UnaryFunction.SIN, weights));
    return axes.isEmpty() ? weighted : e.sum(weighted, axes);
  }

  private void compare(Value y, List<Value> gradients) {
    dev.netc.ir.Graph graph = graph(y, gradients);
    Map<String, Array> exact = new Evaluator(Map.of()).run(graph, point, Map.of()).outputs();
    for (int i = 0; i < inputs.size(); i++) {
      Array x = point.get("x" + i);
      for (int k = 0; k < x.size(); k++) {
        double difference = (at(graph, i, k, STEP) - at(graph, i, k, -STEP)) / (2 * STEP);
        double gradient = exact.get("g" + i).get(k);
        assertThat(gradient)
            .as("the gradient of %s to x%d[%d]", y.op().getClass().getSimpleName(), i, k)
            .isCloseTo(difference, within(TOLERANCE * (1 + Math.abs(difference)) * 10));
      }
    }
  }

  private dev.netc.ir.Graph graph(Value y, List<Value> gradients) {
    List<dev.netc.ir.Graph.Output> outputs = new ArrayList<>();
    outputs.add(new dev.netc.ir.Graph.Output("y", y));
    for (int i = 0; i < gradients.size(); i++) {
      outputs.add(new dev.netc.ir.Graph.Output("g" + i, gradients.get(i)));
    }
    java.util.Set<Value> needed = new java.util.HashSet<>(inputs);
    List<Value> pending = new ArrayList<>(outputs.stream().map(o -> o.value()).toList());
    while (!pending.isEmpty()) {
      Value value = pending.removeLast();
      if (needed.add(value)) {
        pending.addAll(value.op().operands());
      }
    }
    List<Value> values =
        needed.stream().sorted(java.util.Comparator.comparingInt(Value::id)).toList();
    return new dev.netc.ir.Graph("difference", inputs, List.of(), outputs, List.of(), values);
  }

  private double at(dev.netc.ir.Graph graph, int input, int element, double by) {
    Array x = point.get("x" + input);
    double[] data = x.data();
    data[element] += by;
    Map<String, Array> moved = new HashMap<>(point);
    moved.put("x" + input, Array.of(DType.F64, x.shape(), data));
    return new Evaluator(Map.of()).run(graph, moved, Map.of()).outputs().get("y").get(0);
  }
}
