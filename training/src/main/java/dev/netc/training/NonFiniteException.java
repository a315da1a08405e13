package dev.netc.training;

import dev.netc.ir.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A loss or a parameter that is NaN or infinite, and the operation that it comes from. */
public final class NonFiniteException extends TrainingException {
  private static final long serialVersionUID = 1L;

  private final String summary;
  private final transient Optional<Origin> place;
  private final String detail;
  private final transient List<String> advice;

  /**
   * @param summary what is not finite: {@code the loss is NaN in update 12}
   * @param last the number of that update, from 0
   * @param folder where checkpoints are
   */
  NonFiniteException(String summary, long last, Optional<Replay.Finding> finding, Path folder) {
    this(
        summary,
        finding.map(f -> f.value().place()).filter(Origin::isKnown),
        finding.map(f -> text(f, last)).orElse(""),
        advice(finding, folder));
  }

  private NonFiniteException(
      String summary, Optional<Origin> place, String detail, List<String> advice) {
    super(
        Stream.concat(
                Stream.of(summary, detail + place.map(p -> ", at " + p).orElse("")),
                advice.stream())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; ")));
    this.summary = summary;
    this.place = place;
    this.detail = detail;
    this.advice = advice;
  }

  private static List<String> advice(Optional<Replay.Finding> finding, Path folder) {
    List<String> advice = new ArrayList<>();
    advice.add(
        finding
            .map(f -> f.value().advice())
            .orElse("a smaller rate or `clip global_norm(1.0)` may help"));
    if (Files.exists(folder.resolve("last.safetensors"))) {
      advice.add("the last checkpoint in " + folder + " is from before");
    }
    return advice;
  }

  private static String text(Replay.Finding finding, long last) {
    long before = last - finding.step();
    String when =
        before == 0 ? "" : before == 1 ? ", one update before" : ", " + before + " updates before";
    return "first non-finite value" + when + ": " + finding.value().text();
  }

  /** {@code the loss is NaN in update 12}. */
  public String summary() {
    return summary;
  }

  /** Where the operation stands that the loss comes from, if it was found. */
  public Optional<Origin> place() {
    return place;
  }

  /** {@code first non-finite value: log, element [3, 7] = NaN; its operand is -0.25}. */
  public String detail() {
    return detail;
  }

  /** What may help, one line each. */
  public List<String> advice() {
    return advice;
  }
}
