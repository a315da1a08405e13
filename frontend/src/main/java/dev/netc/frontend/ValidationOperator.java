package dev.netc.frontend;

import dev.netc.grammar.NearMatch;
import dev.netc.ir.DType;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.Collection;
import java.util.List;

/** {@code validation("loss")}: how the last evaluation went, for schedules that depend on it. */
final class ValidationOperator {
  /** Where a graph keeps the names of what an evaluation gives; no name of a source has a space. */
  static final String NAMES = "names of the validation";

  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "validation(metric)",
              "In schedules: what `metric`, a text such as \"loss\", was on the test examples after the last epoch, f32,"
                  + " and how many epochs have been evaluated, i64. Before the first both are 0.",
              ValidationOperator::validation));

  private ValidationOperator() {}

  /** The names of those scores that are loss or metrics. */
  static Meaning names(Collection<String> scores) {
    return new Meaning.Tuple(
        scores.stream()
            .filter(name -> !name.startsWith(TrainingPlan.CARRY))
            .map(name -> (Meaning) new Meaning.Text(name))
            .toList());
  }

  private static Meaning validation(Arguments a) {
    if (!a.frame().isInline()
        || !(a.ambient(NAMES).orElse(null) instanceof Meaning.Tuple(List<Meaning> known))) {
      throw Mistake.at(
          a.span(), "`validation` is known where a schedule is", "only a training evaluates");
    }
    if (!(a.meaning("metric") instanceof Meaning.Text(String metric))) {
      throw a.wrong("metric", "the name of a metric");
    }
    if (!known.contains(new Meaning.Text(metric))) {
      List<String> names = known.stream().map(m -> ((Meaning.Text) m).value()).toList();
      Mistake mistake =
          Mistake.at(
              a.actual("metric").span(),
              "unknown metric \"" + metric + "\"",
              "this training section has " + String.join(", ", names));
      throw NearMatch.of(metric, names)
          .map(near -> mistake.withHelp("did you mean \"" + near + "\"?"))
          .orElse(mistake);
    }
    GraphBuilder builder = a.frame().builder();
    return new Meaning.Tuple(
        List.of(
            a.result(input(builder, TrainingPlan.VALIDATION + metric, DType.F32)),
            a.result(input(builder, TrainingPlan.VALIDATIONS, DType.I64))));
  }

  private static Value input(GraphBuilder builder, String name, DType dtype) {
    return builder.inputs().stream()
        .filter(v -> ((Leaf.Input) v.op()).name().equals(name))
        .findFirst()
        .orElseGet(() -> builder.input(name, TensorType.scalar(dtype)));
  }
}
