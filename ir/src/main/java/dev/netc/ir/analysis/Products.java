package dev.netc.ir.analysis;

import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Dim;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.Linear;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Multiply-accumulates of matrix products, convolutions and the gradients of convolutions. */
public final class Products {
  private final Map<String, Long> extents;

  private Products(Map<String, Long> extents) {
    this.extents = extents;
  }

  /**
   * Those of one run of a graph and of what it calls.
   *
   * @param extents of the symbolic dims; 1 for those that are not named
   */
  public static long of(Graph graph, Map<String, Long> extents) {
    return new Products(extents).of(graph);
  }

  /**
   * Those of one operation, and of what it calls.
   *
   * @param extents of the symbolic dims; 1 for those that are not named
   */
  public static long of(Value value, Map<String, Long> extents) {
    return new Products(extents).of(value);
  }

  private long of(Graph graph) {
    return graph.values().stream().mapToLong(this::of).sum();
  }

  private long of(Value value) {
    return switch (value.op()) {
      case Calls.Call call when call.function().kind() == Function.Kind.PREPARATION -> 0;
      case Calls.Call call -> of(call.function().body());
      case Scan scan -> count(scan.trips()) * of(scan.body().body());
      case Linear.MatMul m -> {
        int rank = m.a().shape().rank();
        Dim inner = m.a().shape().dim(m.transposeA() ? rank - 2 : rank - 1);
        yield count(value.shape().size().times(inner));
      }
      case Convolutional.Convolution c -> count(value.shape().size().times(taps(c.w())));
      case Convolutional.InputGradient g -> count(g.dy().shape().size().times(taps(g.w())));
      case Convolutional.WeightGradient g -> count(g.dy().shape().size().times(taps(value)));
      default -> 0;
    };
  }

  /** The elements of an image that one output of a convolution reads. */
  private static Dim taps(Value weights) {
    return weights.shape().without(List.of(0)).size();
  }

  private long count(Dim dim) {
    Map<String, Long> all = new HashMap<>(extents);
    dim.symbols().forEach(s -> all.putIfAbsent(s, 1L));
    return dim.evaluate(all);
  }
}
