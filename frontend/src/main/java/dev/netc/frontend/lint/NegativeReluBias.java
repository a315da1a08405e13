package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.UniformAxes;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A unit whose bias starts far below 0 is silent from the start, and a silent ReLU stays silent.
 */
final class NegativeReluBias implements LintRule {
  /** Of inputs of mean 0 and variance 1 five in six lie below 1. */
  private static final double LARGEST = -1;

  @Override
  public String name() {
    return "negative-relu-bias";
  }

  @Override
  public String description() {
    return "a bias before a ReLU that starts at -1 or below: most units start dead";
  }

  @Override
  public void check(Subject subject, Report report) {
    Graph initial = subject.network().initialize();
    UniformAxes axes = UniformAxes.of(initial, Map.of());
    for (Value value : subject.layers().values()) {
      Layers.reluOf(value)
          .flatMap(Biases::of)
          .ifPresent(
              bias -> {
                String path = bias.parameter().path();
                OptionalDouble start = axes.of(initial.output(path).orElseThrow()).number();
                if (start.isPresent() && start.getAsDouble() <= LARGEST) {
                  report.add(this, warning(value, subject, path, start.getAsDouble(), report));
                }
              });
    }
  }

  private static Diagnostic warning(
      Value relu, Subject subject, String path, double start, Report report) {
    return Diagnostic.warning(
            "most units of this ReLU start dead",
            report.span(relu.origin()),
            "it is given numbers to which %s was added".formatted(number(start)))
        .withNote(
            report.span(ParameterPlaces.of(subject.network().inference(), path)),
            "`%s` starts at %s".formatted(path, number(start)))
        .withHelp("start the bias at 0: `constant(0.0)`");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%s", value);
  }
}
