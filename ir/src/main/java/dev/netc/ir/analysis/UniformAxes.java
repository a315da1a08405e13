package dev.netc.ir.analysis;

import dev.netc.ir.Along;
import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Detection;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Graph;
import dev.netc.ir.Indexing;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Pooling;
import dev.netc.ir.Reduction;
import dev.netc.ir.Scan;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.Type;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Along which axes the elements of values must be equal, whatever the inputs are, given what is
 * known of the parameters. Numbers count as finite: 0 times anything is 0. Of what a call gives
 * nothing is known, so a graph is inlined before.
 */
public final class UniformAxes {
  private final Map<String, Uniform> parameters;
  private final Map<Value, List<Uniform>> known = new HashMap<>();

  private UniformAxes(Map<String, Uniform> parameters) {
    this.parameters = parameters;
  }

  /**
   * Of the values of a graph.
   *
   * @param parameters what is known of parameters, by path
   */
  public static UniformAxes of(Graph graph, Map<String, Uniform> parameters) {
    UniformAxes axes = new UniformAxes(parameters);
    axes.visit(graph);
    return axes;
  }

  /** What is known of a tensor. */
  public Uniform of(Value value) {
    return known.get(value).getFirst();
  }

  private void visit(Graph graph) {
    for (Value value : graph.values()) {
      if (!known.containsKey(value)) {
        known.put(
            value,
            switch (value.op()) {
              case Scan scan -> scan(scan);
              case Calls.Call call -> unknown(value.type());
              case Calls.Result(Value tuple, int index) -> List.of(known.get(tuple).get(index));
              default -> List.of(tensor(value));
            });
      }
    }
  }

  private static List<Uniform> unknown(Type type) {
    return switch (type) {
      case TensorType t -> List.of(Uniform.nowhere(t.shape()));
      case Type.Tuple(List<TensorType> elements) ->
          elements.stream().map(t -> Uniform.nowhere(t.shape())).toList();
    };
  }

  private Uniform tensor(Value value) {
    Shape shape = value.shape();
    return switch (value.op()) {
      case Leaf leaf -> leaf(leaf, shape);
      case Elementwise op -> UniformElements.of(op, value, this::of);
      case Shaping op -> UniformElements.of(op, shape, this::of);
      case Indexing op -> UniformSums.of(op, shape, this::of);
      case Reduction op -> UniformSums.of(op, shape, this::of);
      case Along op -> UniformSums.of(op, shape, this::of);
      case Linear op -> UniformProducts.of(op, shape, this::of);
      case Convolutional op -> UniformProducts.of(op, shape, this::of);
      case Pooling op -> UniformSums.of(op, shape, this::of);
      case Detection op -> Uniform.nowhere(shape);
      case Calls op -> throw new IllegalStateException("a call: " + op);
      case Scan op -> throw new IllegalStateException("a loop: " + op);
    };
  }

  private Uniform leaf(Leaf leaf, Shape shape) {
    return switch (leaf) {
      case Leaf.Constant c -> Uniform.number(shape, c.value());
      case Leaf.Iota i -> Uniform.along(shape, axis -> axis != i.axis());
      case Leaf.Parameter p -> parameters.getOrDefault(p.path(), Uniform.nowhere(shape));
      case Leaf.Input i -> Uniform.nowhere(shape);
      case Leaf.DimSize d -> Uniform.nowhere(shape);
    };
  }

  /** What holds of the first carries is given up until every step keeps what is left. */
  private List<Uniform> scan(Scan scan) {
    List<Uniform> carries = new ArrayList<>(scan.initial().stream().map(this::of).toList());
    while (true) {
      List<Uniform> results = step(scan, carries);
      boolean holds = true;
      for (int i = 0; i < carries.size(); i++) {
        Uniform both = carries.get(i).and(results.get(i));
        holds &= both.equals(carries.get(i));
        carries.set(i, both);
      }
      if (holds) {
        List<Uniform> all = new ArrayList<>(carries);
        results.subList(carries.size(), results.size()).forEach(r -> all.add(stacked(r)));
        return all;
      }
    }
  }

  private List<Uniform> step(Scan scan, List<Uniform> carries) {
    scan.body().body().values().forEach(known::remove);
    for (int i = 0; i < carries.size(); i++) {
      known.put(scan.carryInputs().get(i), List.of(carries.get(i)));
    }
    for (int i = 0; i < scan.stepInputs().size(); i++) {
      known.put(
          scan.stepInputs().get(i), List.of(moved(of(scan.sequenceOperands().get(i)), -1, false)));
    }
    for (int i = 0; i < scan.invariantInputs().size(); i++) {
      known.put(scan.invariantInputs().get(i), List.of(of(scan.invariants().get(i))));
    }
    visit(scan.body().body());
    return scan.results().stream().map(this::of).toList();
  }

  private static Uniform stacked(Uniform step) {
    return moved(step, 1, step.number().isPresent());
  }

  private static Uniform moved(Uniform uniform, int by, boolean alongFirst) {
    List<Integer> axes = new ArrayList<>(alongFirst ? List.of(0) : Collections.emptyList());
    uniform.axes().stream().map(a -> a + by).filter(a -> a >= 0).forEach(axes::add);
    OptionalDouble number = uniform.number();
    return new Uniform(new java.util.HashSet<>(axes), number);
  }
}
