package dev.netc.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * How operators are called in a graph's text, and those of their attributes that neither the
 * operands nor the type of the result tell. {@link OperatorParser} reads them.
 */
public final class OperatorText {
  private OperatorText() {}

  public static String name(Op op) {
    return switch (op) {
      case Elementwise.Unary u -> u.function().toString();
      case Elementwise.Binary b -> b.function().toString();
      case Elementwise.Compare c -> c.comparison().toString();
      case Elementwise.Select s -> "select";
      case Elementwise.Cast c -> "cast";
      case Elementwise.StopGradient s -> "stop_gradient";
      case Leaf.Input i -> "input";
      case Leaf.Parameter p -> p.kind().toString();
      case Leaf.Constant c -> "constant";
      case Leaf.DimSize d -> "size";
      case Leaf.Iota i -> "iota";
      case Shaping.Broadcast b -> "broadcast";
      case Shaping.Reshape r -> "reshape";
      case Shaping.Barrier b -> "barrier";
      case Shaping.Transpose t -> "transpose";
      case Shaping.Slice s -> "slice";
      case Shaping.Pad p -> "pad";
      case Shaping.Flip f -> "flip";
      case Shaping.Concat c -> "concat";
      case Indexing.Gather g -> "gather";
      case Indexing.ScatterAdd s -> "scatter_add";
      case Indexing.Random r -> "random";
      case Reduction.Reduce r -> "reduce_" + r.combiner();
      case Reduction.ArgMax a -> "argmax";
      case Along.CumulativeSum c -> "cumsum";
      case Along.ArgSort a -> "argsort";
      case Linear.MatMul m -> "matmul";
      case Convolutional.Convolution c -> "convolution";
      case Convolutional.InputGradient g -> "convolution_input_gradient";
      case Convolutional.WeightGradient g -> "convolution_weight_gradient";
      case Pooling.MaxPool p -> "max_pool";
      case Pooling.MaxPoolGradient p -> "max_pool_gradient";
      case Pooling.MaxPoolSelect p -> "max_pool_select";
      case Pooling.SumPool p -> "sum_pool";
      case Pooling.SumPoolGradient p -> "sum_pool_gradient";
      case Detection.RoiAlign r -> "roi_align";
      case Detection.RoiAlignGradient r -> "roi_align_gradient";
      case Detection.RoiArgMax r -> "roi_argmax";
      case Detection.Suppress s -> "suppress";
      case Calls.Call c -> "call";
      case Calls.Result r -> "result";
      case Scan s -> "scan";
    };
  }

  /** {@code name = value} or a flag each; empty if there are none. */
  static List<String> attributes(Op op) {
    return switch (op) {
      case Elementwise e -> List.of();
      case Leaf.Iota(TensorType type, int axis) -> List.of("axis = " + axis);
      case Leaf leaf -> List.of();
      case Shaping shaping -> shaping(shaping);
      case Indexing.Random r -> List.of(r.distribution().toString(), "place = " + r.place());
      case Indexing indexing -> List.of();
      case Reduction.Reduce r -> List.of("axes = " + r.axes());
      case Reduction.ArgMax a -> List.of("axis = " + a.axis());
      case Along.CumulativeSum c -> {
        List<String> shown = flags(c.exclusive(), "exclusive", c.reversed(), "reversed");
        shown.addFirst("axis = " + c.axis());
        yield shown;
      }
      case Along.ArgSort a ->
          a.descending()
              ? List.of("axis = " + a.axis(), "descending")
              : List.of("axis = " + a.axis());
      case Linear.MatMul m -> flags(m.transposeA(), "transpose_a", m.transposeB(), "transpose_b");
      case Convolutional c -> {
        List<String> shown = window(c.window(), c.layout());
        if (c.groups() != 1) {
          shown.add("groups = " + c.groups());
        }
        yield shown;
      }
      case Pooling p -> {
        List<String> shown = window(p.window(), p.layout());
        shown.addFirst("kernel = " + p.window().kernel());
        yield shown;
      }
      case Detection detection -> detection(detection);
      case Calls.Call c -> List.of("instance = " + GraphTokens.quoted(c.instance()));
      case Calls.Result r -> List.of("index = " + r.index());
      case Scan s -> scan(s);
    };
  }

  private static List<String> shaping(Shaping op) {
    return switch (op) {
      case Shaping.Broadcast b -> List.of("axes = " + b.axes());
      case Shaping.Reshape r -> List.of();
      case Shaping.Barrier b -> List.of();
      case Shaping.Transpose t -> List.of("permutation = " + t.permutation());
      case Shaping.Slice s ->
          List.of("start = " + s.start(), "limit = " + s.limit(), "step = " + s.step());
      case Shaping.Pad p ->
          List.of(
              "low = " + p.low(),
              "high = " + p.high(),
              "interior = " + p.interior(),
              "value = " + p.value());
      case Shaping.Flip f -> List.of("axes = " + f.axes());
      case Shaping.Concat c -> List.of("axis = " + c.axis());
    };
  }

  private static List<String> detection(Detection op) {
    return switch (op) {
      case Detection.RoiAlign r -> grid(r.grid());
      case Detection.RoiAlignGradient r -> grid(r.grid());
      case Detection.RoiArgMax r -> grid(r.grid());
      case Detection.Suppress s -> List.of("threshold = " + s.threshold());
    };
  }

  private static List<String> scan(Scan s) {
    List<String> shown = new ArrayList<>();
    shown.add("trips = [" + s.trips() + "]");
    shown.add("carries = " + s.carries());
    shown.add("sequences = " + s.sequences());
    shown.addAll(flags(s.reversed(), "reversed", s.recomputed(), "recomputed"));
    return shown;
  }

  private static List<String> grid(Detection.Grid grid) {
    List<String> shown = new ArrayList<>();
    shown.add("cells = [" + grid.height() + ", " + grid.width() + "]");
    shown.add("scale = " + grid.scale());
    if (grid.samples() != 0) {
      shown.add("samples = " + grid.samples());
    }
    if (grid.aligned()) {
      shown.add("aligned");
    }
    return shown;
  }

  private static List<String> flags(boolean first, String a, boolean second, String b) {
    List<String> flags = new ArrayList<>();
    if (first) {
      flags.add(a);
    }
    if (second) {
      flags.add(b);
    }
    return flags;
  }

  /** What of a window and a layout is not as usual; the kernel is left out. */
  private static List<String> window(Window w, ImageLayout layout) {
    Window plain = Window.of(w.kernel());
    List<String> shown = new ArrayList<>();
    if (!w.stride().equals(plain.stride())) {
      shown.add("stride = " + w.stride());
    }
    if (!w.padLow().equals(plain.padLow()) || !w.padHigh().equals(plain.padHigh())) {
      shown.add(
          w.padLow().equals(w.padHigh())
              ? "padding = " + w.padLow()
              : "padding = " + w.padLow() + " to " + w.padHigh());
    }
    if (!w.dilation().equals(plain.dilation())) {
      shown.add("dilation = " + w.dilation());
    }
    if (layout != ImageLayout.CHANNELS_FIRST) {
      shown.add(layout.toString());
    }
    return shown;
  }
}
