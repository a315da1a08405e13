package dev.netc.frontend.lint;

import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Along;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;
import dev.netc.ir.Leaf;
import dev.netc.ir.Reduction;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.UniformAxes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A parameter whose gradient is 0 whatever the inputs are stays as it was drawn. */
final class NoGradient implements LintRule {
  @Override
  public String name() {
    return "no-gradient";
  }

  @Override
  public String description() {
    return "a parameter that gets no gradient from the loss";
  }

  @Override
  public void check(Subject subject, Report report) {
    if (subject.training().isEmpty()) {
      return;
    }
    Graph watched = Inliner.inlineBlocks(subject.training().get().watched());
    UniformAxes axes = UniformAxes.of(watched, Map.of());
    for (Leaf.Parameter parameter : subject.trained()) {
      if (axes.of(watched.output(TrainingPlan.NORM + parameter.path()).orElseThrow()).isZero()) {
        report.add(this, warning(subject, parameter.path(), report));
      }
    }
  }

  private static Diagnostic warning(Subject subject, String path, Report report) {
    Optional<Value> end = end(subject.operations(), path);
    Diagnostic warning =
        Diagnostic.warning(
            "`%s` is not trained".formatted(path),
            report.span(ParameterPlaces.of(subject.training().orElseThrow().step(), path)),
            end.isPresent() ? "the loss sends no gradient back to it" : "the loss does not use it");
    return end.map(v -> warning.withNote(report.span(v.origin()), "no gradient passes this"))
        .orElse(warning)
        .withHelp(
            "let the loss depend on it, leave it out, or say that you mean it: `freeze \"%s\"`"
                .formatted(path));
  }

  /** The first operation on the way from a parameter to the loss that passes no gradient back. */
  private static Optional<Value> end(Graph graph, String path) {
    Set<Value> reached = new HashSet<>();
    for (Value value : graph.values()) {
      boolean depends = value.op().operands().stream().anyMatch(reached::contains);
      if (depends && isEnd(value)) {
        return Optional.of(value);
      }
      if (depends || (value.op() instanceof Leaf.Parameter p && p.path().equals(path))) {
        reached.add(value);
      }
    }
    return Optional.empty();
  }

  private static boolean isEnd(Value value) {
    return switch (value.op()) {
      case Elementwise.StopGradient s -> true;
      case Elementwise.Compare c -> true;
      case Elementwise.Cast c -> !c.dtype().isFloat();
      case Reduction.ArgMax a -> true;
      case Along.ArgSort a -> true;
      case Unary u ->
          List.of(
                  Elementwise.UnaryFunction.SIGN,
                  Elementwise.UnaryFunction.FLOOR,
                  Elementwise.UnaryFunction.CEIL,
                  Elementwise.UnaryFunction.ROUND)
              .contains(u.function());
      default -> false;
    };
  }
}
