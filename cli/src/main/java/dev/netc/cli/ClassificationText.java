package dev.netc.cli;

import dev.netc.training.metrics.ClassificationReport;
import dev.netc.training.metrics.ClassificationReport.Measures;
import dev.netc.training.metrics.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a classification was measured to be, as a table for people and as fields for programs. */
final class ClassificationText {
  private static final int MOST_ROWS = 32;
  private static final int MOST_NAMES = 10;

  private final ClassificationReport report;
  private final List<String> names;
  private final int width;

  ClassificationText(ClassificationReport report, List<String> names) {
    this.report = report;
    this.names = names;
    this.width = names.stream().mapToInt(String::length).reduce("weighted".length(), Math::max);
  }

  /** The table of classes and averages, the accuracies, and what is not defined. */
  String table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("class", "precision", "recall", "F1", "ROC AUC", "AP", "support"));
    shown().forEach(c -> lines.add(row(names.get(c), report.classes().get(c))));
    lines.add("");
    lines.add(row("macro", report.macro()));
    lines.add(row("weighted", report.weighted()));
    lines.add(row("micro", report.micro()));
    lines.add("");
    lines.add("  " + accuracies());
    lines.addAll(notes().stream().map(note -> "  " + note).toList());
    return String.join(System.lineSeparator(), lines);
  }

  /** The classes of the table: all, or those with the lowest F1. */
  private List<Integer> shown() {
    return IntStream.range(0, names.size())
        .boxed()
        .sorted(
            names.size() <= MOST_ROWS
                ? Comparator.naturalOrder()
                : Comparator.comparingDouble(c -> report.classes().get(c).scores().f1()))
        .limit(MOST_ROWS)
        .toList();
  }

  private String row(String name, Measures m) {
    return row(
        name,
        number(OptionalDouble.of(m.scores().precision())),
        number(OptionalDouble.of(m.scores().recall())),
        number(OptionalDouble.of(m.scores().f1())),
        number(m.rocAuc()),
        number(m.averagePrecision()),
        String.format(Locale.ROOT, "%,d", m.scores().support()));
  }

  private String row(
      String name, String precision, String recall, String f1, String auc, String ap, String n) {
    String format = "  %-" + width + "s %11s %8s %8s %9s %8s %9s";
    return String.format(Locale.ROOT, format, name, precision, recall, f1, auc, ap, n);
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "-";
  }

  private String accuracies() {
    StringBuilder text = new StringBuilder(percent("accuracy", report.confusion().accuracy()));
    report.topAccuracies().forEach((k, a) -> text.append(", ").append(percent("top-" + k, a)));
    return text.toString();
  }

  private static String percent(String name, double fraction) {
    return String.format(Locale.ROOT, "%s %.2f %%", name, 100 * fraction);
  }

  /** What was left out, and what is 0 or missing because it is not defined. */
  private List<String> notes() {
    ConfusionMatrix confusion = report.confusion();
    List<String> notes = new ArrayList<>();
    if (names.size() > MOST_ROWS) {
      notes.add(
          "these are the %d lowest F1 of %,d classes; --json has all"
              .formatted(MOST_ROWS, names.size()));
    }
    if (report.ignored() > 0) {
      notes.add("ignored labels: %,d".formatted(report.ignored()));
    }
    note(notes, "never predicted, so precision is 0", c -> confusion.predicted(c) == 0);
    note(
        notes,
        "not in the examples, so recall is 0 and there is no AUC or AP",
        c -> confusion.support(c) == 0);
    note(
        notes,
        "all examples are of it, so there is no AUC",
        c -> confusion.support(c) == confusion.total());
    return notes;
  }

  private void note(List<String> notes, String what, IntPredicate of) {
    List<String> which = IntStream.range(0, names.size()).filter(of).mapToObj(names::get).toList();
    if (!which.isEmpty()) {
      String more =
          which.size() > MOST_NAMES ? " and %,d more".formatted(which.size() - MOST_NAMES) : "";
      notes.add(
          which.stream().limit(MOST_NAMES).collect(Collectors.joining(", ", "", more))
              + ": "
              + what);
    }
  }

  Map<String, Object> fields() {
    ConfusionMatrix confusion = report.confusion();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("labels", confusion.total());
    fields.put("ignored", report.ignored());
    fields.put("accuracy", confusion.accuracy());
    report.topAccuracies().forEach((k, a) -> fields.put("top_" + k + "_accuracy", a));
    fields.put("macro", fields(report.macro()));
    fields.put("weighted", fields(report.weighted()));
    fields.put("micro", fields(report.micro()));
    List<Map<String, Object>> classes = new ArrayList<>();
    List<long[]> counts = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      int label = c;
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("class", names.get(c));
      one.putAll(fields(report.classes().get(c)));
      one.put("support", confusion.support(c));
      one.put("predicted", confusion.predicted(c));
      classes.add(one);
      counts.add(
          IntStream.range(0, names.size()).mapToLong(p -> confusion.count(label, p)).toArray());
    }
    fields.put("classes", classes);
    fields.put("confusion_matrix", counts);
    return fields;
  }

  private static Map<String, Object> fields(Measures m) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("precision", m.scores().precision());
    fields.put("recall", m.scores().recall());
    fields.put("f1", m.scores().f1());
    m.rocAuc().ifPresent(auc -> fields.put("roc_auc", auc));
    m.averagePrecision().ifPresent(ap -> fields.put("average_precision", ap));
    return fields;
  }
}
