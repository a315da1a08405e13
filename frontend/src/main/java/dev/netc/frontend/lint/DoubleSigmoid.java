package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Calls;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Value;

/** A binary cross-entropy takes logits: it applies the sigmoid itself, without overflow. */
final class DoubleSigmoid implements LintRule {
  @Override
  public String name() {
    return "double-sigmoid";
  }

  @Override
  public String description() {
    return "a sigmoid before a binary cross-entropy, which applies one itself";
  }

  @Override
  public void check(Subject subject, Report report) {
    for (Calls.Call loss : Losses.calls(subject.layers(), Losses.OF_BINARY_LOGITS)) {
      Value given = Layers.unmoved(loss.arguments().getFirst());
      if (given.op() instanceof Unary u && u.function() == UnaryFunction.SIGMOID) {
        report.add(
            this,
            Diagnostic.warning(
                    "`%s` applies a sigmoid to what has been through one"
                        .formatted(loss.function().name()),
                    report.span(given.origin()),
                    "numbers from 0 to 1 count as probabilities from 0.50 to 0.73")
                .withHelp("give the loss the logits; use `sigmoid` on a result of its own"));
      }
    }
  }
}
