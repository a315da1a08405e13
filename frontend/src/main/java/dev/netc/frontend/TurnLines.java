package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.NearMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Which line stands where in a training section of several networks. */
final class TurnLines {
  private static final Set<String> OF_TURNS = Set.of("optimizer", "clip");

  private final Declaration.Training training;
  private final List<TrainingItem.Turn> turns = new ArrayList<>();
  private final List<TrainingItem> common = new ArrayList<>();

  TurnLines(Declaration.Training training) {
    this.training = training;
    for (TrainingItem item : training.items()) {
      if (item instanceof TrainingItem.Turn turn) {
        turns.add(turn);
      } else {
        common.add(item);
      }
    }
  }

  /** The turns, in order. */
  List<TrainingItem.Turn> turns() {
    return turns;
  }

  /** The lines that stand in no turn. */
  List<TrainingItem> common() {
    return common;
  }

  /** Reports lines that are out of place, unknown turns, and networks that have none or two. */
  void check(Consumer<Diagnostic> report) {
    common.forEach(item -> section(item).ifPresent(report));
    turns.forEach(turn -> turn.items().forEach(item -> turn(item).ifPresent(report)));
    List<String> names = training.networks();
    for (TrainingItem.Turn turn : turns) {
      if (!names.contains(turn.network())) {
        Diagnostic unknown =
            Diagnostic.error(
                "this training section is not of `" + turn.network() + "`",
                turn.nameSpan(),
                "it trains " + String.join(", ", names));
        report.accept(
            NearMatch.of(turn.network(), names)
                .map(near -> unknown.withHelp("did you mean `" + near + "`?"))
                .orElse(unknown));
      }
    }
    for (String name : names) {
      List<TrainingItem.Turn> own =
          turns.stream().filter(turn -> turn.network().equals(name)).toList();
      if (own.isEmpty()) {
        report.accept(
            Diagnostic.error("`" + name + "` has no turn", training.nameSpan(), "nothing trains it")
                .withHelp("add `turn %s { loss ... optimizer ... }`".formatted(name)));
      } else if (own.size() > 1) {
        report.accept(
            Diagnostic.error("a network has one turn", own.get(1).nameSpan(), "the second one")
                .withNote(own.getFirst().nameSpan(), "the first one"));
      }
    }
  }

  /** What is wrong with a line before the turns. */
  private static Optional<Diagnostic> section(TrainingItem item) {
    boolean fits =
        switch (item) {
          case TrainingItem.Setting s -> !OF_TURNS.contains(s.keyword());
          case TrainingItem.Metric m -> true;
          case TrainingItem.Step s -> true;
          case TrainingItem.Turn t -> true;
          case TrainingItem.Loss l -> false;
          case TrainingItem.Group g -> false;
          case TrainingItem.Freeze f -> false;
          case TrainingItem.Classify c -> false;
          case TrainingItem.Carry c -> false;
        };
    return misplaced(item, fits, "where several networks are trained, this belongs to a turn");
  }

  /** What is wrong with a line of a turn. */
  private static Optional<Diagnostic> turn(TrainingItem item) {
    boolean fits =
        switch (item) {
          case TrainingItem.Setting s -> OF_TURNS.contains(s.keyword());
          case TrainingItem.Metric m -> true;
          case TrainingItem.Step s -> true;
          case TrainingItem.Loss l -> true;
          case TrainingItem.Group g -> true;
          case TrainingItem.Freeze f -> true;
          case TrainingItem.Turn t -> false;
          case TrainingItem.Classify c -> false;
          case TrainingItem.Carry c -> false;
        };
    return misplaced(item, fits, "this belongs to the section, not to one turn");
  }

  private static Optional<Diagnostic> misplaced(TrainingItem item, boolean fits, String message) {
    boolean isOfOne = item instanceof TrainingItem.Classify || item instanceof TrainingItem.Carry;
    return fits
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                isOfOne ? "`classify` and `carry` are of one network by itself" : message,
                item.span(),
                "here"));
  }
}
