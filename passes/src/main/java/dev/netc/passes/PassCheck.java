package dev.netc.passes;

import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Runs graphs on the same random inputs, by the reference evaluator, and compares results. */
public final class PassCheck {
  /** What two graphs may differ by, relative to the largest element of a result. */
  public static final double TOLERANCE = 1e-9;

  private static final long EXTENT = 3;

  private final long seed;

  /**
   * @param seed of the inputs
   */
  public PassCheck(long seed) {
    this.seed = seed;
  }

  /**
   * The largest difference of an output or update.
   *
   * @param result its name, or for an update the parameter's path
   * @param difference relative to the largest element of the result, in f64; infinite if one is a
   *     number where the other is none
   */
  public record Difference(String result, double difference) {
    public boolean isTolerable() {
      return difference <= TOLERANCE;
    }
  }

  /** The largest difference between two graphs of the same signature. */
  public Difference compare(Graph before, Graph after) {
    Evaluator.Result expected = evaluate(before);
    Evaluator.Result actual = evaluate(after);
    Difference worst = new Difference("", 0);
    for (Map.Entry<String, Array> e : expected.outputs().entrySet()) {
      worst = worse(worst, e.getKey(), e.getValue(), actual.outputs().get(e.getKey()));
    }
    for (Map.Entry<String, Array> e : expected.updates().entrySet()) {
      worst = worse(worst, e.getKey(), e.getValue(), actual.updates().get(e.getKey()));
    }
    return worst;
  }

  private Evaluator.Result evaluate(Graph graph) {
    Map<String, Array> inputs = new HashMap<>();
    Map<String, Array> parameters = new HashMap<>();
    Map<String, Long> symbols = new HashMap<>();
    graph.symbols().forEach(s -> symbols.put(s, EXTENT));
    Random random = new Random(seed);
    graph.inputs().forEach(v -> inputs.put(((Leaf.Input) v.op()).name(), array(v, random)));
    graph
        .parameters()
        .forEach(v -> parameters.put(((Leaf.Parameter) v.op()).path(), array(v, random)));
    return new Evaluator(symbols).run(graph, inputs, parameters);
  }

  private static Array array(Value value, Random random) {
    int[] shape =
        value.shape().dims().stream()
            .mapToInt(d -> d.isConstant() ? (int) d.constant() : (int) EXTENT)
            .toArray();
    DType dtype = value.dtype();
    return Array.fill(
        dtype,
        shape,
        i ->
            dtype.isFloat()
                ? random.nextGaussian() / 4
                : random.nextInt(dtype == DType.BOOL ? 2 : 3));
  }

  private static Difference worse(Difference worst, String name, Array expected, Array actual) {
    double scale =
        IntStream.range(0, expected.size())
            .mapToDouble(i -> Math.abs(expected.get(i)))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    double difference = 0;
    for (int i = 0; i < expected.size(); i++) {
      difference = Math.max(difference, difference(expected.get(i), actual.get(i)));
    }
    double relative = difference == 0 ? 0 : difference / Math.max(scale, 1e-300);
    return relative > worst.difference() ? new Difference(name, relative) : worst;
  }

  private static double difference(double a, double b) {
    if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
      return 0;
    }
    double difference = Math.abs(a - b);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }
}
