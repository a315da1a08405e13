package dev.netc.cli.lowrank;

import dev.netc.frontend.LowRank;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Op;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.runtime.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which weights of a network become products of two smaller ones, and these. It is found for one
 * graph and can be applied to every graph with the same parameters. Unlike a pass it changes what a
 * network computes, by what little energy is left out.
 *
 * @param layers by the path of the weights
 */
public record Factorization(Map<String, Layer> layers) {
  /** Fewer elements by this much at least, or it is not worth two kernels in place of one. */
  private static final double WORTHWHILE = 0.9;

  /**
   * A layer whose weights were looked at.
   *
   * @param shape of the weights
   * @param factors the weights of two products; empty if two are no cheaper
   */
  public record Layer(List<Integer> shape, int fullRank, Optional<Pair> factors) {}

  /**
   * Weights that take the place of others.
   *
   * @param energy the part of the sum of squares that is kept
   */
  public record Pair(Scheme scheme, int rank, double energy, Tensor first, Tensor second) {
    /** Of both. */
    public int elements() {
      return first.size() + second.size();
    }
  }

  public Factorization {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  /**
   * Factors all weights of convolutions and matrix products for which it pays.
   *
   * @param graph without calls of blocks
   * @param tensors the parameters by path
   * @param energy what is kept of the sum of squares of each, above 0 and at most 1
   */
  public static Factorization of(Graph graph, Map<String, Tensor> tensors, double energy) {
    Map<Value, Integer> uses = new HashMap<>();
    graph.values().forEach(v -> v.op().operands().forEach(o -> uses.merge(o, 1, Integer::sum)));
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Value value : graph.values()) {
      Optional<Value> weights = weights(value.op());
      if (weights.isPresent()
          && weights.get().op() instanceof Leaf.Parameter p
          && uses.get(weights.get()) == 1
          && p.type().dtype() == DType.F32) {
        layer(value.op(), tensors.get(p.path()), energy)
            .ifPresent(layer -> layers.put(p.path(), layer));
      }
    }
    return new Factorization(layers);
  }

  private static Optional<Value> weights(Op op) {
    return switch (op) {
      case MatMul m -> Optional.of(m.b());
      case Convolution c -> Optional.of(c.w());
      default -> Optional.empty();
    };
  }

  /** The cheapest of the ways that fit an operator; nothing if none does. */
  private static Optional<Layer> layer(Op op, Tensor weights, double energy) {
    List<Integer> shape = weights.shape();
    Pair best = null;
    int fullRank = 0;
    for (Scheme scheme : Scheme.values()) {
      if (scheme.fits(op)) {
        Factors factors = Factors.of(scheme.matrix(weights), energy);
        Pair pair =
            new Pair(
                scheme,
                factors.rank(),
                factors.energy(),
                scheme.first(factors, shape),
                scheme.second(factors, shape));
        if (best == null || pair.elements() < best.elements()) {
          best = pair;
          fullRank = Math.min(factors.left().numRows, factors.right().numCols);
        }
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    boolean pays = best.elements() <= WORTHWHILE * weights.size();
    return Optional.of(new Layer(shape, fullRank, pays ? Optional.of(best) : Optional.empty()));
  }

  /** How the weights that were factored are products, for a network that is to be trained so. */
  public Map<String, LowRank> lowRanks() {
    Map<String, LowRank> ranks = new LinkedHashMap<>();
    layers.forEach(
        (path, layer) ->
            layer
                .factors()
                .ifPresent(p -> ranks.put(path, new LowRank(p.scheme().second(), p.rank()))));
    return ranks;
  }

  /** Whether any weights are worth being factored. */
  public boolean isEmpty() {
    return layers.values().stream().allMatch(layer -> layer.factors().isEmpty());
  }

  /** The parameters with the factors in place of what was factored. */
  public Map<String, Tensor> apply(Map<String, Tensor> tensors) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    tensors.forEach(
        (path, tensor) -> {
          Optional<Pair> pair = pair(path);
          pair.ifPresent(p -> result.put(LowRank.first(path), p.first()));
          pair.ifPresent(p -> result.put(LowRank.second(path), p.second()));
          if (pair.isEmpty()) {
            result.put(path, tensor);
          }
        });
    return result;
  }

  /** Weights in a graph that has two parameters in place of one. */
  private record Factored(Scheme scheme, Value first, Value second) {}

  private Optional<Pair> pair(String path) {
    return Optional.ofNullable(layers.get(path)).flatMap(Layer::factors);
  }

  /**
   * The graph with two products in place of each whose weights were factored.
   *
   * @param graph without calls of blocks
   */
  public Graph apply(Graph graph) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> copies = new HashMap<>();
    Map<Value, Factored> factors = new HashMap<>();
    for (Value input : graph.inputs()) {
      builder.at(input.origin());
      copies.put(input, builder.input(((Leaf.Input) input.op()).name(), input.tensor()));
    }
    for (Value parameter : graph.parameters()) {
      builder.at(parameter.origin());
      Leaf.Parameter p = (Leaf.Parameter) parameter.op();
      Optional<Pair> pair = pair(p.path());
      if (pair.isEmpty()) {
        copies.put(parameter, builder.parameter(p.path(), p.type(), p.kind()));
      } else {
        Value first =
            builder.parameter(LowRank.first(p.path()), type(pair.get().first()), p.kind());
        Value second =
            builder.parameter(LowRank.second(p.path()), type(pair.get().second()), p.kind());
        factors.put(parameter, new Factored(pair.get().scheme(), first, second));
      }
    }
    for (Value value : graph.values()) {
      Optional<Factored> factored = weights(value.op()).map(factors::get);
      if (factored.isPresent()) {
        builder.at(value.origin());
        Value x = copies.get(value.op().operands().getFirst());
        Factored f = factored.get();
        copies.put(value, f.scheme().products(value.op(), x, f.first(), f.second(), builder));
      } else if (!factors.containsKey(value)) {
        builder.copy(List.of(value), copies);
      }
    }
    graph.outputs().forEach(o -> builder.output(o.name(), copies.get(o.value())));
    return builder.build();
  }

  private static TensorType type(Tensor tensor) {
    return TensorType.of(
        DType.F32, tensor.shape().stream().mapToLong(Integer::longValue).toArray());
  }
}
