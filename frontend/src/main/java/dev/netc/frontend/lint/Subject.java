package dev.netc.frontend.lint;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.StandardLibrary;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;
import dev.netc.ir.Leaf;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A network as rules see it: what leads to the loss if the network is trained (of networks that are
 * trained in turn, to the loss of each turn by itself), else to its outputs. Every value has the
 * place where the user wrote it, within blocks of the user's own too.
 */
public final class Subject {
  private final CompiledNetwork network;
  private final Graph layers;
  private final Graph operations;

  Subject(CompiledNetwork network) {
    this.network = network;
    Graph forward =
        network
            .training()
            .map(plan -> towards(asIfAtOnce(plan.step()), "loss"))
            .orElse(network.inference());
    this.layers = opened(forward, f -> !StandardLibrary.declares(f));
    this.operations = opened(forward, f -> true);
  }

  public CompiledNetwork network() {
    return network;
  }

  public Optional<TrainingPlan> training() {
    return network.training();
  }

  /** With the user's blocks opened: what is called are blocks of the standard library. */
  public Graph layers() {
    return layers;
  }

  /** With all blocks opened. */
  public Graph operations() {
    return operations;
  }

  private static Graph opened(Graph graph, Predicate<Function> chosen) {
    return Inliner.inline(
        graph,
        f -> f.kind() == Function.Kind.BLOCK && chosen.test(f),
        place -> !StandardLibrary.holds(place));
  }

  /**
   * A step whose turns begin alike. What one of several networks has learned in its turn is what
   * the turns after it compute with; here these have the parameters from before, so that what leads
   * to the loss of a turn are layers, and not what another turn has made of them.
   */
  private static Graph asIfAtOnce(Graph step) {
    Map<Value, Value> before = new HashMap<>();
    for (Graph.Update update : step.updates()) {
      if (((Leaf.Parameter) update.parameter().op()).kind() == Leaf.ParameterKind.PARAM) {
        before.put(update.value(), update.parameter());
      }
    }
    Rewriter copy = new Rewriter(step);
    for (Value value : step.values()) {
      Value learned = value.op() instanceof Elementwise.StopGradient(var x) ? x : value;
      if (before.containsKey(learned)) {
        copy.replace(value, copy.get(before.get(learned)));
      } else {
        copy.keep(value);
      }
    }
    return copy.finish();
  }

  /** The part of a graph that one of its outputs needs. */
  private static Graph towards(Graph graph, String output) {
    Value result = graph.output(output).orElseThrow();
    Set<Value> needed = Graph.needed(List.of(result));
    return new Graph(
        graph.name(),
        graph.inputs(),
        graph.parameters().stream().filter(needed::contains).toList(),
        List.of(new Graph.Output(output, result)),
        List.of(),
        graph.values().stream()
            .filter(v -> needed.contains(v) || v.op() instanceof Leaf.Input)
            .toList());
  }

  /** The parameters that the optimiser changes. */
  List<Leaf.Parameter> trained() {
    Graph watched = training().map(TrainingPlan::watched).orElse(network.inference());
    return watched.parameters().stream()
        .map(v -> (Leaf.Parameter) v.op())
        .filter(p -> watched.output(TrainingPlan.NORM + p.path()).isPresent())
        .toList();
  }
}
