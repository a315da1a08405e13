package dev.netc.cli;

import dev.netc.frontend.TrainingPlan;
import dev.netc.training.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of a race, as lines and for programs. */
final class RaceTable {
  private RaceTable() {}

  private static int width(List<Racer> racers) {
    return racers.stream().mapToInt(r -> r.name().length()).max().orElse(0);
  }

  static String head(List<Racer> racers, TrainingPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append(
        ("%-" + width(racers) + "s %8s %8s %12s")
            .formatted("optimizer", "updates", "time", "train loss"));
    plan.evaluate().outputs().stream()
        .map(o -> o.name())
        .filter(n -> !n.startsWith(TrainingPlan.CARRY))
        .forEach(n -> text.append(column(n)));
    return text.toString();
  }

  private static String column(String score) {
    return " %12s".formatted(score.equals("loss") ? "test loss" : score);
  }

  /** The loss is that of the last part of the way. */
  static String row(List<Racer> racers, String name, Trial.Outcome run) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-" + width(racers) + "s %,8d %6.1f s",
            name,
            run.updates(),
            run.seconds()));
    if (run.diverged().isPresent()) {
      return text.append("   diverged: its loss is no number").toString();
    }
    text.append(String.format(Locale.ROOT, " %12.4f", run.curve().getLast().loss()));
    run.scores()
        .forEach(
            (score, value) ->
                text.append(
                    score.endsWith("accuracy")
                        ? String.format(Locale.ROOT, " %10.2f %%", 100 * value)
                        : String.format(Locale.ROOT, " %12.4f", value)));
    return text.toString();
  }

  static List<Map<String, Object>> fields(Map<String, Trial.Outcome> runs) {
    List<Map<String, Object>> all = new ArrayList<>();
    runs.forEach(
        (name, run) -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("optimizer", name);
          fields.put("updates", run.updates());
          fields.put("seconds", run.seconds());
          fields.put("diverged", run.diverged().isPresent());
          fields.put("scores", run.scores());
          fields.put(
              "curve",
              run.curve().stream()
                  .filter(p -> Double.isFinite(p.loss()))
                  .map(p -> Map.of("update", p.update(), "seconds", p.seconds(), "loss", p.loss()))
                  .toList());
          all.add(fields);
        });
    return all;
  }
}
