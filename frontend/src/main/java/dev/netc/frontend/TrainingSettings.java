package dev.netc.frontend;

import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Expression;
import dev.netc.ir.Dim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The settings of a training section. What is wrong with one is reported, and its usual value
 * stands for it.
 */
final class TrainingSettings {
  private static final int DEFAULT_BATCH = 64;
  private static final int DEFAULT_EPOCHS = 10;

  private final List<TrainingItem> items;
  private final Elaborator elaborator;
  private final Frame frame;
  private final DataSpec data;
  private final int batch;
  private final int epochs;
  private final int accumulate;
  private final OptionalDouble average;

  TrainingSettings(List<TrainingItem> items, Elaborator elaborator, Frame frame) {
    this.items = items;
    this.elaborator = elaborator;
    this.frame = frame;
    this.data = Attempt.at(elaborator, this::readData).orElse(DataSpec.NONE);
    this.epochs = integer("epochs", DEFAULT_EPOCHS);
    this.batch = integer("batch", DEFAULT_BATCH);
    this.accumulate = integer("accumulate", 1);
    this.average = Attempt.at(elaborator, this::readAverage).orElse(OptionalDouble.empty());
  }

  /** Where examples come from. */
  DataSpec data() {
    return data;
  }

  int batch() {
    return batch;
  }

  int epochs() {
    return epochs;
  }

  /** The batches of one update. */
  int accumulate() {
    return accumulate;
  }

  /** What is left of the average of the parameters after an update, if there is one. */
  OptionalDouble average() {
    return average;
  }

  /** The value of a setting, if it is given. */
  static Optional<Expression> of(List<TrainingItem> items, String keyword) {
    return items.stream()
        .filter(i -> i instanceof TrainingItem.Setting s && s.keyword().equals(keyword))
        .map(i -> ((TrainingItem.Setting) i).value())
        .findFirst();
  }

  private int integer(String keyword, int otherwise) {
    return of(items, keyword)
        .flatMap(value -> Attempt.at(elaborator, () -> integer(keyword, value)))
        .orElse(otherwise);
  }

  private int integer(String keyword, Expression value) {
    if (elaborator.meaning(value, frame) instanceof Meaning.Int(Dim n)
        && n.isConstant()
        && n.constant() >= 1
        && n.constant() <= Integer.MAX_VALUE) {
      return (int) n.constant();
    }
    throw Mistake.at(value.span(), "`" + keyword + "` is an integer of at least 1", "here");
  }

  private OptionalDouble readAverage() {
    Optional<Expression> value = of(items, "average");
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (elaborator.meaning(value.get(), frame) instanceof Meaning.Real(double decay)
        && decay > 0
        && decay < 1) {
      return OptionalDouble.of(decay);
    }
    throw Mistake.at(value.get().span(), "`average` is a number between 0 and 1", "here")
        .withHelp("what is left of the average after an update, such as 0.999");
  }

  private DataSpec readData() {
    Optional<Expression> value = of(items, "data");
    if (value.isEmpty()) {
      return DataSpec.NONE;
    }
    if (!(value.get() instanceof Expression.Call call)) {
      throw Mistake.at(value.get().span(), "`data` names a source", "this is no call")
          .withHelp("for example `data mnist(\"data/mnist\")`");
    }
    List<Object> arguments = new ArrayList<>();
    Map<String, Object> options = new LinkedHashMap<>();
    for (Expression.Argument argument : call.arguments()) {
      Object plain = plain(elaborator.meaning(argument.value(), frame), argument);
      argument.name().ifPresentOrElse(n -> options.put(n, plain), () -> arguments.add(plain));
    }
    return new DataSpec(TrainingCompiler.calleeName(call), arguments, options);
  }

  private static Object plain(Meaning meaning, Expression.Argument argument) {
    return switch (meaning) {
      case Meaning.Text(String text) -> text;
      case Meaning.Real(double real) -> real;
      case Meaning.Bool(boolean flag) -> flag;
      case Meaning.Int(Dim n) when n.isConstant() -> n.constant();
      case Meaning.Tuple(List<Meaning> elements) ->
          elements.stream().map(e -> plain(e, argument)).toList();
      default ->
          throw Mistake.at(
              argument.span(), "`data` takes constants", "this is " + Describe.meaning(meaning));
    };
  }
}
