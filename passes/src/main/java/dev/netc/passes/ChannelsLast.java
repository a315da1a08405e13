package dev.netc.passes;

import dev.netc.ir.Convolutional;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Pooling;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the channels of images last, where vectors over channels are what convolutions are fastest
 * with: where most of the work is done by convolutions between as many channels as a vector has
 * lanes, and for images of three spatial axes. Everything between convolutions follows, so that
 * axes are moved where images enter and leave the graph and nowhere else.
 *
 * @param where which graphs are rewritten
 */
public record ChannelsLast(Where where) implements Pass {
  /** Which graphs are rewritten. */
  public enum Where {
    /** Those with images of three spatial axes, for which there are no other kernels. */
    NEEDED,
    /** These, and those that become faster. */
    PAYS,
    /** All that have convolutions. */
    EVERYWHERE
  }

  /** The lanes of the widest vectors. */
  private static final int LANES = 16;

  /** Spatial axes for which there are no kernels with the channels first. */
  static final int SOLID = 3;

  public ChannelsLast() {
    this(Where.PAYS);
  }

  @Override
  public String name() {
    return "channels-last";
  }

  @Override
  public String description() {
    return "puts the channels of images last where most of the work is between 16 or more";
  }

  @Override
  public List<String> after() {
    return List.of(Inline.NAME);
  }

  @Override
  public Graph run(Graph graph) {
    return pays(graph) ? new LayoutRewriting(graph).run() : graph;
  }

  private boolean pays(Graph graph) {
    Map<String, Long> ones = new HashMap<>();
    graph.symbols().forEach(symbol -> ones.put(symbol, 1L));
    double all = 0;
    double wide = 0;
    for (Value value : graph.values()) {
      if (value.op() instanceof Pooling op
          && op.layout() == ImageLayout.CHANNELS_FIRST
          && op.window().rank() == SOLID) {
        return true;
      }
      if (value.op() instanceof Convolutional op && op.layout() == ImageLayout.CHANNELS_FIRST) {
        if (op.window().rank() == SOLID || where == Where.EVERYWHERE) {
          return true;
        }
        double work = work(op, value, ones);
        all += work;
        wide += isWide(op, value) ? work : 0;
      }
    }
    return where == Where.PAYS && all > 0 && wide >= all / 2;
  }

  /** Whether what is summed and what is made both fill a vector. */
  private static boolean isWide(Convolutional op, Value value) {
    Dim outputs = weights(op, value).dim(0).floorDiv(op.groups());
    Dim inputs = weights(op, value).dim(1);
    boolean depthwise = op.groups() > 1 && inputs.equals(Dim.of(1)) && outputs.equals(Dim.of(1));
    return depthwise ? op.groups() >= LANES : isWide(inputs) && isWide(outputs);
  }

  private static boolean isWide(Dim channels) {
    return channels.isConstant() && channels.constant() >= LANES;
  }

  private static Shape weights(Convolutional op, Value value) {
    return switch (op) {
      case Convolutional.Convolution c -> c.w().shape();
      case Convolutional.InputGradient g -> g.w().shape();
      case Convolutional.WeightGradient g -> value.shape();
    };
  }

  /** Multiply-accumulates. */
  private static double work(Convolutional op, Value value, Map<String, Long> extents) {
    Shape result =
        switch (op) {
          case Convolutional.Convolution c -> value.shape();
          case Convolutional.InputGradient g -> g.dy().shape();
          case Convolutional.WeightGradient g -> g.dy().shape();
        };
    double work = weights(op, value).size().evaluate(extents);
    for (Dim extent : op.layout().spatial(result)) {
      work *= extent.evaluate(extents);
    }
    return work;
  }
}
