package dev.netc.frontend;

import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Adds what {@code classify} names to the outputs of the graph that evaluates. */
final class ClassificationCompiler {
  private static final String SIGNATURE = "classify scores, labels, names = [...], ignore = -100";
  private static final String SCORES_HELP =
      "scores are f32[rows, classes], logits as `cross_entropy` takes them, or f32[rows] or"
          + " f32[rows, 1], the logit of class 1 of two";

  /** As the default of {@code cross_entropy}. */
  private static final int IGNORED = -100;

  private final Elaborator elaborator;
  private final Frame frame;
  private final Expressions expressions;

  ClassificationCompiler(Elaborator elaborator, Frame frame) {
    this.elaborator = elaborator;
    this.frame = frame;
    this.expressions = new Expressions(frame.builder());
  }

  /**
   * @param item the line, in whose frame network, targets and steps are known
   * @throws Mistake if the line does not say what to compare with what
   */
  Classification compile(TrainingItem.Classify item) {
    Map<String, Actual> bound = bind(item);
    Actual scores = bound.get("scores");
    Actual labels = bound.get("labels");
    Value logits = logits(scores);
    Value right = column(tensor(labels), labels.span(), "labels");
    if (right.dtype() != DType.I32 && right.dtype() != DType.F32) {
      throw Mistake.at(
          labels.span(), "labels are i32, or f32 of whole numbers", "this is " + right.type());
    }
    if (!right.shape().dim(0).equals(logits.shape().dim(0))) {
      throw Mistake.at(
              labels.span(),
              "there is one label for each row of scores",
              "this is " + Describe.meaning(labels.value()))
          .withNote(scores.span(), "the scores are " + Describe.meaning(scores.value()));
    }
    List<String> classes = names(bound, (int) logits.shape().dim(1).constant());
    int ignored = ignored(bound);
    frame.builder().output(Classification.SCORES, logits);
    frame.builder().output(Classification.LABELS, right);
    return new Classification(frame.builder().build(), classes, ignored);
  }

  private Map<String, Actual> bind(TrainingItem.Classify item) {
    if (item.arguments().getFirst().value() instanceof Expression.Tuple tuple) {
      throw Mistake.at(
              tuple.span(), "`classify` is no call", "its arguments stand without parentheses")
          .withHelp("it is " + SIGNATURE);
    }
    List<Actual> actuals = new ArrayList<>();
    for (Expression.Argument a : item.arguments()) {
      actuals.add(new Actual(a.name(), elaborator.meaning(a.value(), frame), a.span()));
    }
    List<String> names = List.of("scores", "labels", "names", "ignore");
    return Binding.bind(
        "classify", SIGNATURE, names, Set.of("scores", "labels"), actuals, item.span());
  }

  private static Value tensor(Actual actual) {
    if (actual.value() instanceof Meaning.Tensor(Value value)) {
      return value;
    }
    throw Mistake.at(
            actual.span(),
            "`classify` compares tensors",
            "this is " + Describe.meaning(actual.value()))
        .withHelp("it is " + SIGNATURE);
  }

  /** Scores of one logit a row become those of two classes, the first of which always has 0. */
  private Value logits(Actual scores) {
    Value given = tensor(scores);
    TensorType type = given.tensor();
    if (type.dtype() != DType.F32) {
      throw Mistake.at(scores.span(), "scores are f32", "this is " + type).withHelp(SCORES_HELP);
    }
    if (type.rank() == 2 && type.dim(1).isConstant() && type.dim(1).constant() > 1) {
      return given;
    }
    Value column = column(given, scores.span(), "scores");
    Value positive = expressions.reshape(column, new Shape(List.of(type.dim(0), Dim.of(1))));
    Value negative = expressions.zeros(positive.tensor());
    return frame.builder().add(new Shaping.Concat(List.of(negative, positive), 1));
  }

  /** One element a row, as [rows]. */
  private Value column(Value value, SourceSpan span, String what) {
    TensorType type = value.tensor();
    if (type.rank() == 1) {
      return value;
    }
    if (type.rank() == 2 && type.dim(1).equals(Dim.of(1))) {
      return expressions.reshape(value, new Shape(List.of(type.dim(0))));
    }
    Mistake mistake = Mistake.at(span, "`classify` cannot take these " + what, "this is " + type);
    throw mistake.withHelp(
        what.equals("scores") ? SCORES_HELP : "labels are i32[rows], the class of each row");
  }

  private static List<String> names(Map<String, Actual> bound, int classes) {
    Actual given = bound.get("names");
    if (given == null) {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
    List<String> names = new ArrayList<>();
    if (given.value() instanceof Meaning.Tuple(List<Meaning> elements)) {
      for (Meaning element : elements) {
        if (element instanceof Meaning.Text(String text)) {
          names.add(text);
        }
      }
    }
    if (names.size() != classes || Set.copyOf(names).size() != classes) {
      throw Mistake.at(
          given.span(),
          "`names` is a list of %,d different texts, one for each class".formatted(classes),
          "this is " + Describe.meaning(given.value()));
    }
    return names;
  }

  private static int ignored(Map<String, Actual> bound) {
    Actual given = bound.get("ignore");
    if (given == null) {
      return IGNORED;
    }
    if (given.value() instanceof Meaning.Int(Dim n)
        && n.isConstant()
        && n.constant() == (int) n.constant()) {
      return (int) n.constant();
    }
    throw Mistake.at(
        given.span(), "`ignore` is an integer", "this is " + Describe.meaning(given.value()));
  }
}
