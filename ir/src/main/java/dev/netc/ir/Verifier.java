package dev.netc.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks what every phase relies on: operands before users, ascending ids, types that are those the
 * operators give, inputs and parameters that are listed, and the same of each function called.
 */
public final class Verifier {
  private final List<String> problems = new ArrayList<>();
  private final Set<Function> functions = new HashSet<>();

  private Verifier() {}

  /**
   * Checks a graph.
   *
   * @throws InvalidGraphException with all problems if there are any
   */
  public static void verify(Graph graph) {
    List<String> problems = problems(graph);
    if (!problems.isEmpty()) {
      throw new InvalidGraphException(problems);
    }
  }

  /** What is wrong with a graph, in the order of its text; nothing if it is valid. */
  public static List<String> problems(Graph graph) {
    Verifier verifier = new Verifier();
    verifier.check(graph, graph.name());
    return List.copyOf(verifier.problems);
  }

  private void check(Graph graph, String where) {
    boundary(graph, where);
    Set<Value> defined = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    int previous = Integer.MIN_VALUE;
    for (Value value : graph.values()) {
      if (!ids.add(value.id())) {
        report(where, "two values have the id %d", value.id());
      } else if (value.id() < previous) {
        report(where, "%s stands after %%%d", value, previous);
      }
      previous = value.id();
      for (Value operand : value.op().operands()) {
        if (!defined.contains(operand)) {
          report(
              where,
              "%s uses %s, which %s",
              described(value),
              operand,
              graph.values().contains(operand) ? "stands after it" : "is not in the graph");
        }
      }
      type(value, where);
      defined.add(value);
      if (value.op() instanceof Calls.Call call) {
        function(call.function(), where);
      }
      if (value.op() instanceof Scan scan && functions.add(scan.body())) {
        loop(scan.body(), where + ", " + scan.body());
      }
    }
    results(graph, defined, where);
  }

  private void function(Function function, String where) {
    if (functions.add(function)) {
      check(function.body(), where + ", " + function);
      function.gradient().ifPresent(rule -> function(rule, where));
    }
  }

  private void loop(Function body, String where) {
    check(body.body(), where);
    for (Value value : body.body().values()) {
      if (value.op() instanceof Calls.Call call && call.function().isPlainBlock()) {
        report(where, "%s calls a block within a loop", described(value));
      }
    }
  }

  private void boundary(Graph graph, String where) {
    Set<String> names = new HashSet<>();
    for (Value input : graph.inputs()) {
      if (!(input.op() instanceof Leaf.Input(String name, TensorType type))) {
        report(where, "%s is listed as an input", described(input));
      } else if (!names.add(name)) {
        report(where, "two inputs are called %s", name);
      }
    }
    Set<String> paths = new HashSet<>();
    for (Value parameter : graph.parameters()) {
      if (!(parameter.op() instanceof Leaf.Parameter p)) {
        report(where, "%s is listed as a parameter", described(parameter));
      } else if (!paths.add(p.path())) {
        report(where, "two parameters have the path %s", p.path());
      }
    }
    Set<Value> listed = new HashSet<>(graph.inputs());
    listed.addAll(graph.parameters());
    Set<Value> values = new HashSet<>(graph.values());
    for (Value value : graph.values()) {
      boolean leaf = value.op() instanceof Leaf.Input || value.op() instanceof Leaf.Parameter;
      if (leaf && !listed.contains(value)) {
        report(where, "%s is not listed", described(value));
      }
    }
    for (Value value : listed) {
      if (!values.contains(value)) {
        report(where, "%s is listed, but is not in the graph", described(value));
      }
    }
  }

  private void type(Value value, String where) {
    try {
      Type type = value.op().infer();
      if (!type.equals(value.type())) {
        report(where, "%s is of type %s by its operands", described(value), type);
      }
    } catch (TypeException e) {
      report(where, "%s: %s", described(value), e.getMessage());
    }
  }

  private void results(Graph graph, Set<Value> defined, String where) {
    Set<String> names = new HashSet<>();
    for (Graph.Output output : graph.outputs()) {
      if (!names.add(output.name())) {
        report(where, "two outputs are called %s", output.name());
      }
      if (!defined.contains(output.value())) {
        report(where, "the output %s is not in the graph", output.name());
      }
      if (!(output.value().type() instanceof TensorType)) {
        report(where, "the output %s is the tuple %s", output.name(), output.value().type());
      }
    }
    Set<Value> updated = new HashSet<>();
    for (Graph.Update update : graph.updates()) {
      if (!graph.parameters().contains(update.parameter())) {
        report(where, "%s is updated, but is no parameter", described(update.parameter()));
      } else if (!updated.add(update.parameter())) {
        report(where, "%s is updated twice", described(update.parameter()));
      }
      if (!defined.contains(update.value())) {
        report(where, "what %s becomes is not in the graph", described(update.parameter()));
      }
    }
  }

  private void report(String where, String message, Object... facts) {
    problems.add(where + ": " + message.formatted(facts));
  }

  /** {@code %3: f32[N] = add %1, %2}. */
  private static String described(Value value) {
    String operands =
        value.op().operands().stream().map(o -> "%" + o.id()).collect(Collectors.joining(", "));
    String subject =
        switch (value.op()) {
          case Leaf.Input i -> " " + i.name();
          case Leaf.Parameter p -> " " + p.path();
          case Calls.Call c -> " " + c.function() + (operands.isEmpty() ? "" : " ");
          case Scan s -> " " + s.body() + (operands.isEmpty() ? "" : " ");
          default -> operands.isEmpty() ? "" : " ";
        };
    return value + " = " + OperatorText.name(value.op()) + subject + operands;
  }
}
