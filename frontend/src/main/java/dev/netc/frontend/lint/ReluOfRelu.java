package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Pooling;
import dev.netc.ir.Value;
import java.util.Optional;
import java.util.Set;

/** What a ReLU gives is at least 0, and another one does nothing to it. */
final class ReluOfRelu implements LintRule {
  /** Layers that give nothing below 0 for what is not below 0. */
  private static final Set<String> KEEP_SIGN =
      Set.of(
          "max_pool1d",
          "max_pool2d",
          "avg_pool1d",
          "avg_pool2d",
          "adaptive_avg_pool2d",
          "adaptive_max_pool2d",
          "global_avg_pool",
          "global_max_pool",
          "dropout",
          "spatial_dropout");

  @Override
  public String name() {
    return "relu-of-relu";
  }

  @Override
  public String description() {
    return "a ReLU of a ReLU, with no layer in between";
  }

  @Override
  public void check(Subject subject, Report report) {
    for (Value value : subject.layers().values()) {
      Layers.reluOf(value)
          .map(ReluOfRelu::unpooled)
          .filter(x -> Layers.reluOf(x).isPresent())
          .ifPresent(
              first ->
                  report.add(
                      this,
                      Diagnostic.warning(
                              "this ReLU does nothing",
                              report.span(value.origin()),
                              "what it is given is nowhere below 0")
                          .withNote(report.span(first.origin()), "because of this one")
                          .withHelp("leave one of them out, or put a layer between them")));
    }
  }

  private static Value unpooled(Value value) {
    Optional<Value> before =
        Layers.movedOf(value)
            .or(() -> value.op() instanceof Pooling.MaxPool p ? Optional.of(p.x()) : pooled(value));
    return before.map(ReluOfRelu::unpooled).orElse(value);
  }

  private static Optional<Value> pooled(Value value) {
    return Layers.is(value, KEEP_SIGN)
        ? Layers.call(value).map(call -> call.arguments().getFirst())
        : Optional.empty();
  }
}
