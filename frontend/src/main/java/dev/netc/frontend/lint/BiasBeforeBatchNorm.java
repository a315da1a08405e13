package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Value;
import java.util.Set;

/** Batch norm takes the mean of each channel away, and with it whatever was added to all of it. */
final class BiasBeforeBatchNorm implements LintRule {
  static final Set<String> BATCH_NORM = Set.of("batch_norm");

  @Override
  public String name() {
    return "bias-before-batch-norm";
  }

  @Override
  public String description() {
    return "a bias that the batch norm after it takes away again";
  }

  @Override
  public void check(Subject subject, Report report) {
    for (Value value : subject.layers().values()) {
      if (Layers.is(value, BATCH_NORM)) {
        Value x = Layers.call(value).orElseThrow().arguments().getFirst();
        Biases.of(x)
            .filter(bias -> bias.axis() == 1)
            .ifPresent(bias -> report.add(this, warning(value, x, bias, report)));
      }
    }
  }

  private static Diagnostic warning(Value norm, Value x, Biases.Bias bias, Report report) {
    boolean isLayer = Layers.call(x).isPresent();
    return Diagnostic.warning(
            "batch norm takes away the bias before it",
            report.span(x.origin()),
            "`%s` changes nothing: the mean of each channel is subtracted"
                .formatted(bias.parameter().path()))
        .withNote(report.span(norm.origin()), "has a bias of its own")
        .withHelp(isLayer ? "say `bias = false`" : "leave the sum out");
  }
}
