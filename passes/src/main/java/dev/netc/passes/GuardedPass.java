package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A pass that is not netc's own. What it makes is verified; if that fails, the failure is reported
 * and the graph stays as it was.
 *
 * @param failures is told; what it throws ends the pipeline
 */
record GuardedPass(Pass pass, Consumer<PassFailure> failures) implements Pass {
  @Override
  public String name() {
    return pass.name();
  }

  @Override
  public String description() {
    return pass.description();
  }

  @Override
  public List<String> after() {
    return pass.after();
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, firing -> {});
  }

  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    List<Firing> own = new ArrayList<>();
    Graph result;
    List<String> problems;
    try {
      result = pass.run(graph, own::add);
      problems = result == null ? List.of("it is null") : problems(graph, result);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      failures.accept(PassFailure.breaksOff(this, graph, e));
      return graph;
    }
    if (!problems.isEmpty()) {
      failures.accept(PassFailure.invalid(this, graph, problems));
      return graph;
    }
    own.forEach(firings);
    return result;
  }

  private static List<String> problems(Graph before, Graph after) {
    List<String> problems = new ArrayList<>(Verifier.problems(after));
    if (problems.isEmpty()) {
      compare("inputs", inputs(before), inputs(after), problems);
      compare("parameters", parameters(before), parameters(after), problems);
      compare("outputs", outputs(before), outputs(after), problems);
      compare("updates", updates(before), updates(after), problems);
    }
    return problems;
  }

  private static void compare(
      String what, List<String> before, List<String> after, List<String> problems) {
    if (!before.equals(after)) {
      problems.add("the %s were %s and are %s".formatted(what, before, after));
    }
  }

  private static List<String> inputs(Graph graph) {
    return graph.inputs().stream()
        .map(v -> ((Leaf.Input) v.op()).name() + ": " + v.type())
        .toList();
  }

  private static List<String> parameters(Graph graph) {
    return graph.parameters().stream()
        .map(v -> ((Leaf.Parameter) v.op()).path() + ": " + v.type())
        .toList();
  }

  private static List<String> outputs(Graph graph) {
    return graph.outputs().stream().map(o -> o.name() + ": " + o.value().type()).toList();
  }

  private static List<String> updates(Graph graph) {
    return graph.updates().stream().map(u -> ((Leaf.Parameter) u.parameter().op()).path()).toList();
  }
}
