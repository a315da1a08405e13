package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Batch norm makes the next layer's work easier; after the last one there is nothing to help. */
final class TrailingBatchNorm implements LintRule {
  @Override
  public String name() {
    return "trailing-batch-norm";
  }

  @Override
  public String description() {
    return "a batch norm after which nothing is trained";
  }

  @Override
  public void check(Subject subject, Report report) {
    List<Value> values = subject.layers().values();
    for (Value value : values) {
      if (Layers.is(value, BiasBeforeBatchNorm.BATCH_NORM) && !isTrainedAfter(value, values)) {
        report.add(
            this,
            Diagnostic.warning(
                    "nothing is trained after this batch norm",
                    report.span(value.origin()),
                    "the results of an example depend on the rest of its batch")
                .withHelp("leave it out, or put a layer such as `linear` after it"));
      }
    }
  }

  /** Whether what depends on a value, in a list with operands first, meets a learned parameter. */
  private static boolean isTrainedAfter(Value value, List<Value> values) {
    Set<Value> after = new HashSet<>(Set.of(value));
    for (Value next : values) {
      List<Value> operands = next.op().operands();
      if (operands.stream().anyMatch(after::contains)) {
        if (operands.stream().anyMatch(TrailingBatchNorm::isLearned)) {
          return true;
        }
        after.add(next);
      }
    }
    return false;
  }

  private static boolean isLearned(Value value) {
    return value.op() instanceof Leaf.Parameter p && p.kind() == Leaf.ParameterKind.PARAM;
  }
}
