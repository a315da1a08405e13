package dev.netc.ir.analysis;

import dev.netc.ir.Along;
import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Graph;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Indexing;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Pooling;
import dev.netc.ir.Reduction;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How large a part of the input image one element of a value sees: exact for convolutions, pools,
 * padding, slices and whatever works element by element, also where branches join; the whole image
 * where an operator mixes positions in another way, as a matrix product over them does.
 */
public final class ReceptiveFields {
  /** An axis of an input of the graph. */
  private record Source(Value input, int axis) {}

  private final Graph graph;
  private final Map<Value, List<Map<Source, Reach>>> reaches = new HashMap<>();
  private final Set<Source> spatial = new HashSet<>();

  private ReceptiveFields(Graph graph) {
    this.graph = graph;
  }

  /** The fields of the values of a graph, whose layers may be calls. */
  public static ReceptiveFields of(Graph graph) {
    ReceptiveFields fields = new ReceptiveFields(graph);
    for (Value input : graph.inputs()) {
      Map<Source, Reach> reach = new LinkedHashMap<>();
      for (int i = 0; i < input.shape().rank(); i++) {
        reach.put(new Source(input, i), new Reach.Along(i, 0, 0, 1));
      }
      fields.reaches.put(input, List.of(reach));
    }
    fields.visit(graph);
    return fields;
  }

  /**
   * The extents of the field of one element of {@code value}, for the axes along which convolutions
   * or pools slide; of the first input that the value depends on. Padding counts, so a field can be
   * larger than the image. Empty if nothing slides or the value does not depend on an input.
   */
  public Optional<List<Dim>> of(Value value) {
    Map<Source, Reach> reach = reaches.get(value).getFirst();
    for (Value input : graph.inputs()) {
      List<Dim> extents = new ArrayList<>();
      for (int axis = 0; axis < input.shape().rank(); axis++) {
        Source source = new Source(input, axis);
        if (spatial.contains(source) && reach.containsKey(source)) {
          extents.add(
              reach.get(source) instanceof Reach.Along along
                  ? Dim.of(along.size())
                  : input.shape().dim(axis));
        }
      }
      if (!extents.isEmpty()) {
        return Optional.of(extents);
      }
    }
    return Optional.empty();
  }

  private void visit(Graph body) {
    for (Value value : body.values()) {
      if (!reaches.containsKey(value)) {
        reaches.put(
            value,
            switch (value.op()) {
              case Calls.Call call -> call(call);
              case Calls.Result result -> List.of(reaches.get(result.tuple()).get(result.index()));
              case Scan scan ->
                  Collections.nCopies(
                      scan.results().size(),
                      union(scan.operands().stream().map(this::whole).toList()));
              default -> List.of(reach(value));
            });
      }
    }
  }

  private List<Map<Source, Reach>> call(Calls.Call call) {
    Graph body = call.function().body();
    body.values().forEach(reaches::remove); // of another call
    for (int i = 0; i < call.arguments().size(); i++) {
      reaches.put(body.inputs().get(i), reaches.get(call.arguments().get(i)));
    }
    visit(body);
    return body.outputs().stream().map(o -> reaches.get(o.value()).getFirst()).toList();
  }

  private Map<Source, Reach> reach(Value value) {
    return switch (value.op()) {
      case Leaf leaf -> Map.of();
      case Indexing.Random random -> Map.of();
      case Elementwise e -> union(e.operands().stream().map(o -> reaches(o)).toList());
      case Shaping shaping -> shaped(value, shaping);
      case Reduction.Reduce r -> mapped(r.x(), along -> without(along, r.axes()));
      case Along.CumulativeSum c ->
          mapped(c.x(), along -> along.axis() == c.axis() ? new Reach.Whole() : along);
      case Along.ArgSort s ->
          mapped(s.x(), along -> along.axis() == s.axis() ? new Reach.Whole() : along);
      case Reduction.ArgMax a -> mapped(a.x(), along -> without(along, List.of(a.axis())));
      case Linear.MatMul m -> {
        int rank = value.shape().rank();
        yield union(
            List.of(
                mapped(m.a(), x -> kept(x, m.transposeA() ? rank - 1 : rank - 2, rank, rank - 2)),
                mapped(m.b(), x -> kept(x, m.transposeB() ? rank - 2 : rank - 1, rank, rank - 1))));
      }
      case Convolutional.Convolution c ->
          union(List.of(slid(c.x(), c.window(), c.layout(), true), whole(c.w())));
      case Pooling.MaxPool p -> slid(p.x(), p.window(), p.layout(), false);
      case Pooling.SumPool p -> slid(p.x(), p.window(), p.layout(), false);
      case Indexing.Gather g ->
          union(
              List.of(
                  mapped(
                      g.table(),
                      a ->
                          a.axis() == 0
                              ? new Reach.Whole()
                              : a.onAxis(a.axis() - 1 + g.indices().shape().rank())),
                  reaches(g.indices())));
      default -> union(value.op().operands().stream().map(this::whole).toList());
    };
  }

  private Map<Source, Reach> shaped(Value value, Shaping shaping) {
    return switch (shaping) {
      case Shaping.Broadcast b ->
          mapped(
              b.x(),
              a -> {
                int axis = b.axes().get(a.axis());
                boolean repeats = !b.x().shape().dim(a.axis()).equals(value.shape().dim(axis));
                return repeats ? new Reach.Whole() : a.onAxis(axis);
              });
      case Shaping.Reshape r ->
          mapped(r.x(), a -> reshaped(a, r.x().shape().dims(), r.shape().dims()));
      case Shaping.Barrier b -> mapped(b.x(), a -> a);
      case Shaping.Transpose t -> mapped(t.x(), a -> a.onAxis(t.permutation().indexOf(a.axis())));
      case Shaping.Slice s ->
          mapped(s.x(), a -> sliced(a, s.start().get(a.axis()), s.step().get(a.axis())));
      case Shaping.Pad p ->
          mapped(
              p.x(),
              a ->
                  p.interior().get(a.axis()) > 0
                      ? new Reach.Whole()
                      : sliced(a, p.low().get(a.axis()).times(-1), 1));
      case Shaping.Flip f ->
          mapped(f.x(), a -> f.axes().contains(a.axis()) ? new Reach.Whole() : a);
      case Shaping.Concat c ->
          union(
              c.parts().stream()
                  .map(part -> mapped(part, a -> a.axis() == c.axis() ? new Reach.Whole() : a))
                  .toList());
    };
  }

  private Map<Source, Reach> reaches(Value value) {
    return reaches.get(value).getFirst();
  }

  private Map<Source, Reach> mapped(Value x, Function<Reach.Along, Reach> change) {
    Map<Source, Reach> changed = new LinkedHashMap<>();
    reaches(x)
        .forEach(
            (source, reach) ->
                changed.put(
                    source, reach instanceof Reach.Along along ? change.apply(along) : reach));
    return changed;
  }

  private Map<Source, Reach> whole(Value x) {
    return mapped(x, along -> new Reach.Whole());
  }

  private static Map<Source, Reach> union(List<Map<Source, Reach>> parts) {
    Map<Source, Reach> union = new LinkedHashMap<>();
    parts.forEach(part -> part.forEach((s, r) -> union.merge(s, r, Reach::union)));
    return union;
  }

  private Map<Source, Reach> slid(
      Value x, Window window, ImageLayout layout, boolean mixesChannels) {
    int channels = layout.channelAxis(x.shape().rank());
    Map<Integer, Integer> axes = new HashMap<>();
    for (int i = 0; i < window.rank(); i++) {
      axes.put(layout.spatialAxis(i), i);
    }
    reaches(x)
        .forEach(
            (source, reach) -> {
              if (reach instanceof Reach.Along along && axes.containsKey(along.axis())) {
                spatial.add(source);
              }
            });
    return mapped(
        x,
        along ->
            axes.containsKey(along.axis())
                ? along.through(window, axes.get(along.axis()))
                : along.axis() == channels && mixesChannels ? new Reach.Whole() : along);
  }

  private static Reach without(Reach.Along along, List<Integer> axes) {
    int before = (int) axes.stream().filter(a -> a < along.axis()).count();
    return axes.contains(along.axis()) ? new Reach.Whole() : along.onAxis(along.axis() - before);
  }

  /** Of a factor of a matrix product: its row or column goes to {@code to}, what is summed ends. */
  private static Reach kept(Reach.Along along, int from, int rank, int to) {
    return along.axis() < rank - 2
        ? along
        : along.axis() == from ? along.onAxis(to) : new Reach.Whole();
  }

  private static Reach sliced(Reach.Along a, Dim start, int step) {
    if (!start.isConstant()) {
      return new Reach.Whole();
    }
    long shift = start.constant() * a.step();
    return new Reach.Along(a.axis(), a.low() + shift, a.high() + shift, a.step() * step);
  }

  /** Axes before and after those that a reshape merges or splits keep what they see. */
  private static Reach reshaped(Reach.Along along, List<Dim> from, List<Dim> to) {
    int shorter = Math.min(from.size(), to.size());
    int leading = 0;
    while (leading < shorter && from.get(leading).equals(to.get(leading))) {
      leading++;
    }
    int trailing = 0;
    while (trailing < shorter - leading
        && from.get(from.size() - 1 - trailing).equals(to.get(to.size() - 1 - trailing))) {
      trailing++;
    }
    return along.axis() < leading
        ? along
        : along.axis() >= from.size() - trailing
            ? along.onAxis(along.axis() - from.size() + to.size())
            : new Reach.Whole();
  }
}
