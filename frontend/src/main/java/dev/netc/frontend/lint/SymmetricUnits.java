package dev.netc.frontend.lint;

import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;
import dev.netc.ir.Leaf;
import dev.netc.ir.analysis.Uniform;
import dev.netc.ir.analysis.UniformAxes;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Units that start equal and get equal gradients stay equal for ever: as many as there are, they do
 * the work of one. What holds at the start is given up until an update keeps what is left, so that
 * a warning is a proof. A constant is fine where labels or random weights tell the units apart.
 */
final class SymmetricUnits implements LintRule {
  @Override
  public String name() {
    return "symmetric-units";
  }

  @Override
  public String description() {
    return "a weight that starts at one number and whose units stay equal for ever";
  }

  @Override
  public void check(Subject subject, Report report) {
    if (subject.training().isEmpty()) {
      return;
    }
    TrainingPlan plan = subject.training().get();
    Map<String, Uniform> start = start(plan);
    Map<String, Uniform> forEver = kept(Inliner.inlineBlocks(plan.step()), new HashMap<>(start));
    for (Leaf.Parameter parameter : subject.trained()) {
      Uniform equal = forEver.get(parameter.path());
      OptionalInt axis =
          IntStream.range(0, parameter.type().rank())
              .filter(i -> equal.along(i) && !parameter.type().dim(i).equals(Dim.of(1)))
              .findFirst();
      if (parameter.type().rank() > 1 && axis.isPresent()) {
        SourceSpan place = report.span(ParameterPlaces.of(plan.step(), parameter.path()));
        report.add(
            this,
            equal.number().stream()
                .mapToObj(number -> stuck(parameter, number, place))
                .findFirst()
                .orElseGet(() -> symmetric(parameter, axis.getAsInt(), place))
                .withHelp(
                    "draw it: `he_normal(fan)` before a ReLU, else `uniform_fan(fan)`; fan is the inputs of a unit"));
      }
    }
  }

  private static Map<String, Uniform> start(TrainingPlan plan) {
    Map<String, Uniform> start = new HashMap<>();
    for (Graph graph : new Graph[] {plan.initialize(), plan.initializeState()}) {
      UniformAxes axes = UniformAxes.of(graph, start);
      graph.outputs().forEach(o -> start.put(o.name(), axes.of(o.value())));
    }
    return start;
  }

  /** What of {@code facts} every update keeps. */
  private static Map<String, Uniform> kept(Graph step, Map<String, Uniform> facts) {
    boolean changed = true;
    while (changed) {
      UniformAxes axes = UniformAxes.of(step, facts);
      changed = false;
      for (Graph.Update update : step.updates()) {
        String path = ((Leaf.Parameter) update.parameter().op()).path();
        Uniform both = facts.get(path).and(axes.of(update.value()));
        changed |= !both.equals(facts.put(path, both));
      }
    }
    return facts;
  }

  private static Diagnostic stuck(Leaf.Parameter parameter, double number, SourceSpan place) {
    return Diagnostic.warning(
        "`%s` stays %s".formatted(parameter.path(), number),
        place,
        "as long as all of it is %s, its gradient is 0".formatted(number));
  }

  private static Diagnostic symmetric(Leaf.Parameter parameter, int axis, SourceSpan place) {
    Dim count = parameter.type().dim(axis);
    return Diagnostic.warning(
        "`%s` keeps its %s %s equal".formatted(parameter.path(), count, role(axis)),
        place,
        "they start equal and get equal gradients: %s do the work of one".formatted(count));
  }

  private static String role(int axis) {
    return axis == 0 ? "units" : "elements along axis " + axis;
  }
}
