package dev.netc.frontend;

import dev.netc.autodiff.Gradient;
import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Expressions;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of a step that lowers one loss: gradients, clipping, optimiser, averages. */
final class Minimization {
  private final Elaborator elaborator;
  private final Frame frame;
  private final OptimizerCompiler optimizer;
  private final Optional<Expression> clip;
  private final Accumulation accumulation;
  private final WeightAverage average;
  private final Map<String, Value> trained = new LinkedHashMap<>();
  private Gradient.Traced traced = new Gradient.Traced(List.of(), Map.of());

  /**
   * @param items the lines that say how
   * @param section what has these lines
   * @param schedules where schedules keep their states
   * @param frame where the loss has been elaborated
   * @throws Mistake if there is no optimiser, or an unknown one
   */
  Minimization(
      Elaborator elaborator,
      List<TrainingItem> items,
      SourceSpan section,
      String schedules,
      TrainingSettings settings,
      Frame frame) {
    this.elaborator = elaborator;
    this.frame = frame;
    this.optimizer = new OptimizerCompiler(elaborator, items, section, schedules);
    this.clip = TrainingSettings.of(items, "clip");
    this.accumulation = new Accumulation(settings.accumulate(), frame);
    this.average = new WeightAverage(settings.average());
  }

  /**
   * Adds the update of {@code parameters}, but for those that are frozen.
   *
   * @throws Mistake if an argument of the optimiser is wrong
   */
  void minimize(Value loss, Map<String, Value> parameters) {
    trained.putAll(parameters);
    trained.keySet().removeIf(optimizer::isFrozen);
    traced = Gradient.traced(frame.builder(), loss, List.copyOf(trained.values()));
    List<Value> means = accumulation.mean(List.copyOf(trained.keySet()), traced.gradients());
    List<Value> clipped =
        clip.flatMap(c -> Attempt.at(elaborator, () -> clipped(c, means))).orElse(means);
    optimizer.update(trained, clipped, accumulation);
    average.update(trained, accumulation, frame);
  }

  private List<Value> clipped(Expression expression, List<Value> gradients) {
    List<Meaning> list = gradients.stream().map(g -> (Meaning) new Meaning.Tensor(g)).toList();
    Frame inner = frame.inline(Map.of("gradients", new Meaning.Tuple(list)));
    List<Value> clipped = Elaborator.values(elaborator.meaning(expression, inner));
    if (clipped.size() != gradients.size()) {
      throw Mistake.at(
          expression.span(),
          "`clip` gives a gradient for each parameter",
          "this gives " + clipped.size() + " for " + gradients.size());
    }
    return clipped;
  }

  /** Adds the first values of the states that the update needs. */
  void initialize(Frame initial) {
    optimizer.initialize(initial, trained, frame.schedules());
    accumulation.initialize(initial, trained);
    average.initialize(initial, trained);
  }

  /** The optimiser's name. */
  String optimizer() {
    return optimizer.name();
  }

  /** The rate, if it is no constant. */
  Optional<Value> rate() {
    return optimizer.rate();
  }

  /** Adds the norms of gradients to the outputs of the step, those of loops by time step. */
  static void watch(GraphBuilder builder, List<Minimization> all) {
    Expressions e = new Expressions(builder);
    List<Value> loops = new ArrayList<>();
    Map<Value, Value> byStep = new LinkedHashMap<>();
    for (Minimization part : all) {
      int i = 0;
      for (String path : part.trained.keySet()) {
        Value norm = e.sqrt(e.sumAll(e.squared(part.traced.gradients().get(i++))));
        builder.output(TrainingPlan.NORM + path, norm);
      }
      loops.addAll(List.copyOf(part.traced.loops().keySet()).reversed());
      part.traced.loops().forEach((loop, back) -> byStep.put(loop, back.norms(builder)));
    }
    for (int i = 0; i < loops.size(); i++) {
      String name = "%d. %s".formatted(i + 1, loops.get(i).origin().scope()).trim();
      builder.output(TrainingPlan.NORMS_BY_STEP + name, byStep.get(loops.get(i)));
    }
  }
}
