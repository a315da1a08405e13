package dev.netc.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints graphs, a line an operation: result, operator, operands, attributes, type, source position
 * and layer. {@link GraphParser} reads this text back.
 */
public final class GraphText {
  private final StringBuilder text = new StringBuilder();
  private final Map<Function, String> functions = new LinkedHashMap<>();
  private Map<Value, String> names = Map.of();

  private GraphText() {}

  /** The graph, and after it the functions that it calls. */
  public static String print(Graph graph) {
    GraphText printer = new GraphText();
    printer.body("graph " + nameOf(graph.name()), graph);
    List<Function> printed = new ArrayList<>();
    while (printed.size() < printer.functions.size()) {
      for (Function function : List.copyOf(printer.functions.keySet())) {
        if (!printed.contains(function)) {
          printed.add(function);
          printer.text.append('\n');
          printer.body(printer.head(function), function.body());
        }
      }
    }
    return printer.text.toString();
  }

  /** How an operator is called in the text of a graph: {@code reduce_sum}. */
  public static String operator(Op op) {
    return OperatorText.name(op);
  }

  private String head(Function function) {
    String head = function.kind() + " @" + functions.get(function);
    boolean sameName = function.body().name().equals(function.name());
    if (!sameName || !GraphTokens.isPlain(function.name())) {
      head += " " + GraphTokens.quoted(function.name());
    }
    if (!sameName) {
      head += " " + GraphTokens.quoted(function.body().name());
    }
    return head + function.gradient().map(g -> " gradient @" + symbol(g)).orElse("");
  }

  private void body(String head, Graph graph) {
    names = names(graph);
    String inputs =
        graph.inputs().stream()
            .map(v -> declaration(v, ((Leaf.Input) v.op()).name()))
            .collect(Collectors.joining(", "));
    text.append(head).append('(').append(inputs).append(") {\n");
    for (Value v : graph.parameters()) {
      Leaf.Parameter p = (Leaf.Parameter) v.op();
      line("  %s %s".formatted(p.kind(), declaration(v, p.path())), v.origin());
    }
    for (Value value : graph.values()) {
      if (!isBoundary(value)) {
        line(
            "  %s = %s : %s".formatted(name(value), operation(value.op()), value.type()),
            value.origin());
      }
    }
    for (Graph.Update u : graph.updates()) {
      text.append("  %s <- %s\n".formatted(name(u.parameter()), name(u.value())));
    }
    String outputs =
        graph.outputs().stream()
            .map(o -> nameOf(o.name()) + " = " + name(o.value()))
            .collect(Collectors.joining(", ", " ", ""));
    text.append("  return").append(outputs.isBlank() ? "" : outputs).append("\n}\n");
  }

  private void line(String line, Origin origin) {
    if (!origin.isKnown()) {
      text.append(line).append('\n');
      return;
    }
    String scope = origin.scope().isEmpty() ? "" : " in " + origin.scope();
    text.append("%-80s  // %s%s\n".formatted(line, origin, scope));
  }

  private static boolean isBoundary(Value value) {
    return value.op() instanceof Leaf.Input || value.op() instanceof Leaf.Parameter;
  }

  /** Inputs and parameters by their own names where these are plain and distinct, else by id. */
  private static Map<Value, String> names(Graph graph) {
    Map<String, Value> taken = new HashMap<>();
    Map<Value, String> names = new HashMap<>();
    for (Value value : graph.values()) {
      String own =
          switch (value.op()) {
            case Leaf.Input i -> i.name();
            case Leaf.Parameter p -> p.path();
            default -> "";
          };
      boolean usable = GraphTokens.isPlain(own) && taken.putIfAbsent(own, value) == null;
      names.put(value, usable ? own : Integer.toString(value.id()));
    }
    return names;
  }

  private String name(Value value) {
    return "%" + names.getOrDefault(value, Integer.toString(value.id()));
  }

  /** {@code %x: f32[N]}, with the name as a string where it cannot stand by itself. */
  private String declaration(Value value, String own) {
    String name = name(value);
    return name.equals("%" + own)
        ? name + ": " + value.type()
        : name + " " + GraphTokens.quoted(own) + ": " + value.type();
  }

  private static String nameOf(String name) {
    return GraphTokens.isPlain(name) ? name : GraphTokens.quoted(name);
  }

  private String operation(Op op) {
    String subject =
        switch (op) {
          case Leaf.Constant c -> " " + number(c);
          case Leaf.DimSize d -> " " + d.dim();
          case Calls.Call c -> " @" + symbol(c.function());
          case Scan s -> " @" + symbol(s.body());
          default -> "";
        };
    String operands =
        op.operands().stream().map(this::name).collect(Collectors.joining(", ", " ", ""));
    List<String> attributes = OperatorText.attributes(op);
    return OperatorText.name(op)
        + subject
        + (operands.isBlank() ? "" : operands)
        + (attributes.isEmpty() ? "" : " { " + String.join(", ", attributes) + " }");
  }

  /** Integers without a fraction; a negative zero shows its sign whatever its dtype. */
  private static String number(Leaf.Constant c) {
    long integer = (long) c.value();
    boolean whole = !c.dtype().isFloat() && Double.compare((double) integer, c.value()) == 0;
    return whole ? Long.toString(integer) : Double.toString(c.value());
  }

  private String symbol(Function function) {
    String plain = GraphTokens.isPlain(function.name()) ? function.name() : "function";
    int number = functions.size() + 1;
    return functions.computeIfAbsent(function, f -> plain + "." + number);
  }
}
