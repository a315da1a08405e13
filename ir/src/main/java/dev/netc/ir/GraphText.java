package dev.netc.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Prints graphs, a line an operation: result, operator, operands, type, source position. */
public final class GraphText {
  private final StringBuilder text = new StringBuilder();
  private final Set<Function> functions = new LinkedHashSet<>();
  private final Map<Function, String> names = new HashMap<>();

  private GraphText() {}

  /** The graph, and after it the functions that it calls. */
  public static String print(Graph graph) {
    GraphText printer = new GraphText();
    printer.body("graph " + graph.name(), graph);
    List<Function> pending = new ArrayList<>(printer.functions);
    for (int i = 0; i < pending.size(); i++) {
      Function function = pending.get(i);
      printer.text.append('\n');
      printer.body(function.kind() + " " + printer.names.get(function), function.body());
      printer.functions.stream().filter(f -> !pending.contains(f)).forEach(pending::add);
    }
    return printer.text.toString();
  }

  private void body(String head, Graph graph) {
    List<String> inputs = graph.inputs().stream().map(v -> name(v) + ": " + v.type()).toList();
    text.append(head).append('(').append(String.join(", ", inputs)).append(") {\n");
    for (Value v : graph.parameters()) {
      Leaf.Parameter p = (Leaf.Parameter) v.op();
      text.append("  %s %s: %s\n".formatted(p.kind(), name(v), v.type()));
    }
    for (Value value : graph.values()) {
      if (!(value.op() instanceof Leaf.Input) && !(value.op() instanceof Leaf.Parameter)) {
        String line = "  %s = %s : %s".formatted(name(value), operation(value.op()), value.type());
        String where = value.origin().isKnown() ? "  // " + value.origin() : "";
        text.append(where.isEmpty() ? line : "%-80s%s".formatted(line, where)).append('\n');
      }
    }
    for (Graph.Update u : graph.updates()) {
      text.append("  %s <- %s\n".formatted(name(u.parameter()), name(u.value())));
    }
    List<String> outputs =
        graph.outputs().stream().map(o -> o.name() + " = " + name(o.value())).toList();
    text.append("  return ").append(String.join(", ", outputs)).append("\n}\n");
  }

  private static String name(Value value) {
    return switch (value.op()) {
      case Leaf.Input i -> "%" + i.name();
      case Leaf.Parameter p -> "%" + p.path();
      default -> "%" + value.id();
    };
  }

  private String operation(Op op) {
    List<String> operands = new ArrayList<>(op.operands().stream().map(GraphText::name).toList());
    return (operator(op) + " " + String.join(", ", operands)).trim() + attributes(op);
  }

  private String operator(Op op) {
    return switch (op) {
      case Elementwise.Unary u -> u.function().toString();
      case Elementwise.Binary b -> b.function().toString();
      case Elementwise.Compare c -> c.comparison().toString();
      case Reduction.Reduce r -> "reduce_" + r.combiner();
      case Leaf.Constant c -> "constant " + c.value();
      case Leaf.DimSize d -> "size " + d.dim();
      case Calls.Call c -> "call " + called(c.function());
      default ->
          op.getClass()
              .getSimpleName()
              .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
              .toLowerCase(Locale.ROOT);
    };
  }

  private String called(Function function) {
    functions.add(function);
    return names.computeIfAbsent(function, f -> "@" + f.name() + "." + (names.size() + 1));
  }

  private static String attributes(Op op) {
    List<String> shown = new ArrayList<>();
    switch (op) {
      case Shaping.Broadcast b -> shown.add("axes = " + b.axes());
      case Shaping.Transpose t -> shown.add("permutation = " + t.permutation());
      case Shaping.Slice s ->
          shown.add("start = " + s.start() + ", limit = " + s.limit() + ", step = " + s.step());
      case Shaping.Pad p ->
          shown.add(
              "low = "
                  + p.low()
                  + ", high = "
                  + p.high()
                  + ", interior = "
                  + p.interior()
                  + ", value = "
                  + p.value());
      case Shaping.Concat c -> shown.add("axis = " + c.axis());
      case Reduction.Reduce r -> shown.add("axes = " + r.axes());
      case Reduction.ArgMax a -> shown.add("axis = " + a.axis());
      case Linear.MatMul m -> {
        if (m.transposeA()) {
          shown.add("transpose_a");
        }
        if (m.transposeB()) {
          shown.add("transpose_b");
        }
      }
      case Convolutional c -> {
        window(c.window(), c.layout(), shown);
        if (c.groups() > 1) {
          shown.add("groups = " + c.groups());
        }
      }
      case Pooling p -> {
        shown.add("kernel = " + p.window().kernel());
        window(p.window(), p.layout(), shown);
      }
      case Indexing.Random r -> shown.add(r.distribution() + ", place = " + r.place());
      case Calls.Call c -> shown.add("instance = \"" + c.instance() + "\"");
      case Calls.Result r -> shown.add("index = " + r.index());
      case Leaf.Iota i -> shown.add("axis = " + i.axis());
      default -> {}
    }
    return shown.isEmpty() ? "" : " { " + String.join(", ", shown) + " }";
  }

  private static void window(Window w, ImageLayout layout, List<String> shown) {
    Window plain = Window.of(w.kernel());
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
  }
}
