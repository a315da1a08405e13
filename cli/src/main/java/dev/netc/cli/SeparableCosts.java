package dev.netc.cli;

import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Scan;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each convolution of a network costs, and what others in its place would: a depthwise one
 * with one of extent 1 over the channels (Howard et al. 2017), and two one after the other along
 * the axes, 1 x k and k x 1 (Szegedy et al. 2016). Weights are counted, and for one example
 * multiply-accumulates; biases stay what they are.
 */
final class SeparableCosts {
  /** What a convolution, or two in its place, cost. */
  record Cost(long weights, long products) {
    Cost plus(Cost other) {
      return new Cost(weights + other.weights, products + other.products);
    }
  }

  /**
   * A convolution.
   *
   * @param name the path of its layer
   * @param shape {@code 6 -> 16, 5x5}
   * @param separable if the kernel is larger than 1 and the convolution is not depthwise
   * @param factorised if the kernel is larger than 1 along two axes
   */
  record Layer(
      String name, String shape, Cost cost, Optional<Cost> separable, Optional<Cost> factorised) {}

  private final List<Layer> layers = new ArrayList<>();

  private SeparableCosts() {}

  /** The convolutions of a graph and of what it calls, in order. */
  static List<Layer> of(Graph graph) {
    SeparableCosts costs = new SeparableCosts();
    costs.visit(graph, "", 1);
    return List.copyOf(costs.layers);
  }

  private void visit(Graph graph, String name, long times) {
    for (Value value : graph.values()) {
      switch (value.op()) {
        case Calls.Call call -> visit(call.function().body(), call.instance(), times);
        case Scan scan -> visit(scan.body().body(), name, times * count(scan.trips()));
        case Convolution c -> layers.add(layer(value, c, name, times));
        default -> {}
      }
    }
  }

  private static Layer layer(Value value, Convolution c, String name, long times) {
    Window window = c.window();
    long in = count(c.layout().channels(c.x().shape()));
    long out = count(c.layout().channels(value.shape()));
    long taps = window.kernel().stream().mapToLong(k -> k).reduce(1, Math::multiplyExact);
    long positions = times * size(c.layout().spatial(value.shape()));
    Cost cost = cost(in / c.groups() * out * taps, positions);
    boolean isDepthwise = c.groups() > 1 && c.groups() == in;
    Optional<Cost> separable =
        taps == 1 || isDepthwise
            ? Optional.empty()
            : Optional.of(cost(in * taps, positions).plus(cost(in * out, positions)));
    String kernel = window.kernel().stream().map(String::valueOf).collect(Collectors.joining("x"));
    String shape = "%d -> %d, %s".formatted(in, out, kernel);
    return new Layer(
        name.isEmpty() ? value.origin().toString() : name,
        c.groups() == 1 ? shape : shape + " in " + c.groups(),
        cost,
        separable,
        isDepthwise ? Optional.empty() : factorised(value, c, in, out, times));
  }

  /** The last axes first, where the extent along the first axis is still the image's. */
  private static Optional<Cost> factorised(
      Value value, Convolution c, long in, long out, long times) {
    List<Integer> kernel = c.window().kernel();
    long along = kernel.getFirst();
    long across = kernel.stream().skip(1).mapToLong(k -> k).reduce(1, Math::multiplyExact);
    if (along == 1 || across == 1) {
      return Optional.empty();
    }
    List<Dim> after = c.layout().spatial(value.shape());
    List<Dim> between =
        IntStream.range(0, after.size())
            .mapToObj(i -> i == 0 ? c.layout().spatial(c.x().shape()).getFirst() : after.get(i))
            .toList();
    return Optional.of(
        cost(in * out * across, times * size(between))
            .plus(cost(out * out * along, times * size(after))));
  }

  private static Cost cost(long weights, long positions) {
    return new Cost(weights, Math.multiplyExact(weights, positions));
  }

  private static long size(List<Dim> dims) {
    return count(new Shape(dims).size());
  }

  /** With 1 for every symbolic dim. */
  private static long count(Dim dim) {
    Map<String, Long> ones = new HashMap<>();
    dim.symbols().forEach(s -> ones.put(s, 1L));
    return dim.evaluate(ones);
  }
}
