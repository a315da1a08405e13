package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Calls;
import dev.netc.ir.Value;
import java.util.HashSet;
import java.util.Set;

/** Where the last layer's ReLU gives 0, the loss sends nothing back, and it can stay 0 for good. */
final class ReluBeforeLoss implements LintRule {
  @Override
  public String name() {
    return "relu-before-loss";
  }

  @Override
  public String description() {
    return "a ReLU between the last layer and the loss: units that are 0 learn nothing";
  }

  @Override
  public void check(Subject subject, Report report) {
    Set<String> ofLogits = new HashSet<>(Losses.OF_LOGITS);
    ofLogits.addAll(Losses.OF_BINARY_LOGITS);
    check(
        subject,
        ofLogits,
        "leave it out: logits are any numbers, and the loss makes probabilities of them",
        report);
    check(
        subject,
        Losses.OF_NUMBERS,
        "leave it out; `softplus` gives what must not be below 0, with a gradient everywhere",
        report);
  }

  private void check(Subject subject, Set<String> losses, String help, Report report) {
    for (Calls.Call loss : Losses.calls(subject.layers(), losses)) {
      Value given = Layers.unmoved(loss.arguments().getFirst());
      if (Layers.reluOf(given).isPresent()) {
        report.add(
            this,
            Diagnostic.warning(
                    "a ReLU stands between the last layer and the loss",
                    report.span(given.origin()),
                    "where it gives 0, `%s` sends no gradient back"
                        .formatted(loss.function().name()))
                .withHelp(help));
      }
    }
  }
}
