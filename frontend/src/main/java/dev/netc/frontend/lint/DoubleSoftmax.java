package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Calls;
import dev.netc.ir.Value;
import java.util.Set;

/** A cross-entropy takes logits: it applies the softmax itself, where that is exact. */
final class DoubleSoftmax implements LintRule {
  private static final Set<String> SOFTMAX = Set.of("softmax", "log_softmax");

  @Override
  public String name() {
    return "double-softmax";
  }

  @Override
  public String description() {
    return "a softmax or log_softmax before a cross-entropy, which applies one itself";
  }

  @Override
  public void check(Subject subject, Report report) {
    for (Calls.Call loss : Losses.calls(subject.layers(), Losses.OF_LOGITS)) {
      Value given = Layers.unmoved(loss.arguments().getFirst());
      if (Layers.is(given, SOFTMAX)) {
        String found = Layers.call(given).orElseThrow().function().name();
        report.add(
            this,
            Diagnostic.warning(
                    "`%s` applies a softmax to what has been through one"
                        .formatted(loss.function().name()),
                    report.span(given.origin()),
                    found.equals("softmax")
                        ? "probabilities differ by 1 at most: the loss stays high, gradients small"
                        : "the second one changes nothing and costs time")
                .withHelp(
                    "give the loss the logits; use `%s` on a result of its own".formatted(found)));
      }
    }
  }
}
