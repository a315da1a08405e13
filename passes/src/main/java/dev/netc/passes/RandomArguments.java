package dev.netc.passes;

import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Something to run a graph on: small extents for the symbolic dims, and random inputs and
 * parameters. State is never negative, since optimisers take roots of it.
 *
 * @param symbols the extents of the symbolic dims
 * @param inputs by name
 * @param parameters by path
 */
public record RandomArguments(
    Map<String, Long> symbols, Map<String, Array> inputs, Map<String, Array> parameters) {
  private static final long MOST = 512;

  /**
   * Arguments for {@code graph} that are a function of {@code seed}.
   *
   * @throws IllegalArgumentException if no small extents are large enough for its windows
   */
  public static RandomArguments of(Graph graph, long seed) {
    Map<String, Long> symbols = symbols(graph);
    Random random = new Random(seed);
    Map<String, Array> inputs = new LinkedHashMap<>();
    Map<String, Array> parameters = new LinkedHashMap<>();
    for (Value value : graph.inputs()) {
      inputs.put(
          ((Leaf.Input) value.op()).name(), array(value.tensor(), symbols, random, 1, false));
    }
    for (Value value : graph.parameters()) {
      Leaf.Parameter p = (Leaf.Parameter) value.op();
      boolean state = p.kind() == Leaf.ParameterKind.STATE;
      double gain = gain(value.shape());
      parameters.put(p.path(), array(value.tensor(), symbols, random, gain, state));
    }
    return new RandomArguments(symbols, inputs, parameters);
  }

  /** What a graph of these inputs and parameters gives, by the definition of its operators. */
  public Evaluator.Result run(Graph graph) {
    return new Evaluator(symbols).run(graph, inputs, parameters);
  }

  /** Extents from 2 on, a different one for each symbol, for which no value is empty. */
  private static Map<String, Long> symbols(Graph graph) {
    List<Dim> extents = new ArrayList<>();
    for (Value value : graph.values()) {
      if (value.type() instanceof TensorType type) {
        extents.addAll(type.shape().dims());
      }
    }
    for (long least = 2; least <= MOST; least += Math.max(1, least / 4)) {
      Map<String, Long> symbols = new LinkedHashMap<>();
      for (String symbol : graph.symbols()) {
        symbols.put(symbol, least + symbols.size());
      }
      if (extents.stream().allMatch(d -> d.evaluate(symbols) > 0)) {
        return symbols;
      }
    }
    throw new IllegalArgumentException(
        "%s has an empty value for all extents up to %d of %s"
            .formatted(graph.name(), MOST, graph.symbols()));
  }

  private static Array array(
      TensorType type, Map<String, Long> symbols, Random random, double gain, boolean state) {
    int[] shape = type.shape().evaluate(symbols);
    return Array.fill(
        type.dtype(),
        shape,
        i ->
            switch (type.dtype()) {
              case F32 -> (float) (gain * normal(random, state));
              case F64 -> gain * normal(random, state);
              case I32, I64 -> random.nextInt(8);
              case BOOL -> random.nextInt(2);
            });
  }

  /** What keeps the sums that weights [out, in...] make about as large as what they are made of. */
  private static double gain(Shape shape) {
    Shape in = shape.rank() > 1 ? shape.without(List.of(0)) : Shape.SCALAR;
    return in.size().isConstant() ? 1 / Math.sqrt((double) in.size().constant()) : 1;
  }

  private static double normal(Random random, boolean state) {
    return state ? Math.abs(random.nextGaussian()) : random.nextGaussian();
  }
}
