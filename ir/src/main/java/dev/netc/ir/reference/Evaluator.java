package dev.netc.ir.reference;

import dev.netc.ir.Along;
import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.DType;
import dev.netc.ir.Detection;
import dev.netc.ir.Dim;
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
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs graphs, slowly and in f64 whatever the dtype. */
public final class Evaluator {
  private final Map<String, Long> symbols;

  /**
   * What a run gives.
   *
   * @param outputs by name
   * @param updates what each updated parameter becomes, by path
   */
  public record Result(Map<String, Array> outputs, Map<String, Array> updates) {}

  /**
   * @param symbols the extents that the symbolic dims have
   */
  public Evaluator(Map<String, Long> symbols) {
    this.symbols = Map.copyOf(symbols);
  }

  /**
   * Runs {@code graph}.
   *
   * @param inputs by name
   * @param parameters by path
   * @throws IllegalArgumentException if one is missing or of another shape
   */
  public Result run(Graph graph, Map<String, Array> inputs, Map<String, Array> parameters) {
    Map<Value, Array> known = new HashMap<>();
    for (Value v : graph.inputs()) {
      String name = ((Leaf.Input) v.op()).name();
      known.put(v, checked(name, v.tensor(), inputs.get(name)));
    }
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      known.put(v, checked(path, v.tensor(), parameters.get(path)));
    }
    evaluate(graph, known);
    Map<String, Array> outputs = new LinkedHashMap<>();
    graph.outputs().forEach(o -> outputs.put(o.name(), known.get(o.value())));
    Map<String, Array> updates = new LinkedHashMap<>();
    graph
        .updates()
        .forEach(
            u -> updates.put(((Leaf.Parameter) u.parameter().op()).path(), known.get(u.value())));
    return new Result(outputs, updates);
  }

  /** What an elementwise operator, whose result is of {@code dtype}, makes of scalars. */
  public static double scalar(Elementwise op, DType dtype, List<Double> operands) {
    List<Array> x = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      x.add(Array.scalar(op.operands().get(i).dtype(), operands.get(i)));
    }
    return ElementwiseMeaning.of(op, dtype, new int[0], x).get(0);
  }

  private Array checked(
      String name, TensorType type, @org.jspecify.annotations.Nullable Array array) {
    int[] shape = shape(type.shape());
    if (array == null || !java.util.Arrays.equals(array.shape(), shape)) {
      throw new IllegalArgumentException(name + " is " + array + ", needed is " + type);
    }
    return array;
  }

  private void evaluate(Graph graph, Map<Value, Array> known) {
    Map<Value, List<Array>> tuples = new HashMap<>();
    for (Value value : graph.values()) {
      if (known.containsKey(value)) {
        continue;
      }
      List<Array> operands = value.op().operands().stream().map(known::get).toList();
      switch (value.op()) {
        case Calls.Call call -> {
          List<Array> results = call(call, operands);
          tuples.put(value, results);
          known.put(value, results.getFirst());
        }
        case Scan scan -> {
          List<Array> results =
              new ScanMeaning(scan, extent(scan.trips()), this::body).run(operands);
          tuples.put(value, results);
          known.put(value, results.getFirst());
        }
        case Calls.Result(Value tuple, int index) -> known.put(value, tuples.get(tuple).get(index));
        default -> known.put(value, apply(value, operands));
      }
    }
  }

  private List<Array> call(Calls.Call call, List<Array> arguments) {
    return body(call.function().body(), arguments);
  }

  private List<Array> body(Graph body, List<Array> arguments) {
    Map<Value, Array> known = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      known.put(body.inputs().get(i), arguments.get(i));
    }
    evaluate(body, known);
    List<Array> results = new ArrayList<>();
    body.outputs().forEach(o -> results.add(known.get(o.value())));
    return results;
  }

  private Array apply(Value value, List<Array> x) {
    TensorType type = value.tensor();
    int[] shape = shape(type.shape());
    return switch (value.op()) {
      case Elementwise op -> ElementwiseMeaning.of(op, type.dtype(), shape, x);
      case Leaf op -> leaf(op, type.dtype(), shape);
      case Shaping op -> ShapingMeaning.of(op, shape, x, this::extent);
      case Indexing op -> IndexingMeaning.of(op, shape, x);
      case Reduction op -> ReductionMeaning.of(op, shape, x);
      case Along op -> AlongMeaning.of(op, x.getFirst());
      case Linear op -> LinearMeaning.of(op, shape, x);
      case Convolutional op -> ConvolutionalMeaning.of(op, shape, x);
      case Pooling op -> PoolingMeaning.of(op, shape, x);
      case Detection op -> DetectionMeaning.of(op, shape, x);
      case Calls op -> throw new IllegalStateException("a call: " + op);
      case Scan op -> throw new IllegalStateException("a loop: " + op);
    };
  }

  private Array leaf(Leaf leaf, DType dtype, int[] shape) {
    return switch (leaf) {
      case Leaf.Constant c -> Array.scalar(dtype, c.value());
      case Leaf.DimSize d -> Array.scalar(dtype, extent(d.dim()));
      case Leaf.Iota i -> Array.fill(dtype, shape, o -> Array.index(shape, o)[i.axis()]);
      case Leaf.Input i -> throw new IllegalStateException("the input " + i.name() + " is unknown");
      case Leaf.Parameter p -> throw new IllegalStateException(p.path() + " is unknown");
    };
  }

  private int extent(Dim dim) {
    return Math.toIntExact(dim.evaluate(symbols));
  }

  private int[] shape(Shape shape) {
    return shape.evaluate(symbols);
  }
}
