package dev.netc.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What tells two compiled forms of one network apart.
 *
 * @param setting the network, the batch and the machine, in words
 * @param compileMs for each form the time from its graph to a loaded class
 * @param times of one run each
 * @param difference of their outputs for the same inputs
 * @param scores of both on the test examples; none if none were asked for
 */
record Comparison(
    String setting,
    Contender a,
    Contender b,
    List<Double> compileMs,
    PairedTimes times,
    Difference difference,
    List<PairedScores> scores) {
  /**
   * A line of the table.
   *
   * @param ratio of the second to the first, or how sure it is that there is a difference
   */
  record Row(String name, String a, String b, String ratio) {}

  /** The table, for the terminal and the report. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(counted("operators", a.operators(), b.operators()));
    rows.add(counted("kernels", a.kernels(), b.kernels()));
    rows.add(counted("parameters", a.parameters(), b.parameters()));
    rows.add(
        new Row(
            "multiply-accumulates",
            Units.count(a.products()),
            Units.count(b.products()),
            ratio((double) b.products(), (double) a.products())));
    rows.add(
        new Row(
            "arena",
            Units.bytes(a.arenaBytes()),
            Units.bytes(b.arenaBytes()),
            ratio((double) b.arenaBytes(), (double) a.arenaBytes())));
    rows.add(
        new Row(
            "compile time",
            Timing.rounded(compileMs.get(0)) + " ms",
            Timing.rounded(compileMs.get(1)) + " ms",
            ratio(compileMs.get(1), compileMs.get(0))));
    Bootstrap interval = times.interval();
    rows.add(
        new Row(
            "latency",
            Timing.rounded(Bootstrap.median(times.a())) + " ms",
            Timing.rounded(Bootstrap.median(times.b())) + " ms",
            text("%.3f  [%.3f, %.3f]", times.ratio(), interval.low(), interval.high())));
    scores.forEach(s -> rows.add(scored(s)));
    return rows;
  }

  private static Row counted(String name, long a, long b) {
    return new Row(name, text("%,d", a), text("%,d", b), ratio((double) b, (double) a));
  }

  private static String ratio(double b, double a) {
    return a == 0 ? "" : text("%.2f", b / a);
  }

  static Row scored(PairedScores s) {
    return new Row(
        s.name(),
        score(s, s.a()),
        score(s, s.b()),
        s.same() == s.a().size() ? same(s) : differs(s));
  }

  private static String score(PairedScores s, List<Double> scores) {
    double mean = Bootstrap.mean(scores);
    return s.isBinary() ? text("%.2f %%", 100 * mean) : text("%.4f", mean);
  }

  private static String same(PairedScores s) {
    return text("same on all %,d", s.a().size());
  }

  private static String differs(PairedScores s) {
    Bootstrap interval = s.interval();
    String examples = text("same on %,d of %,d", s.same(), s.a().size());
    return s.isBinary()
        ? text(
            "%+.2f %%  [%+.2f, %+.2f], p %s; %s",
            100 * s.difference(),
            100 * interval.low(),
            100 * interval.high(),
            probability(s.mcNemar()),
            examples)
        : text("%+.4f  [%+.4f, %+.4f]", s.difference(), interval.low(), interval.high());
  }

  private static String probability(double p) {
    return p < 1e-4 ? "< 0.0001" : text("= %.2g", p);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** For the terminal. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(text("%-22s %14s %14s   %s%n", "", "A", "B", "B / A"));
    for (Row row : rows()) {
      text.append(text("%-22s %14s %14s   %s%n", row.name(), row.a(), row.b(), row.ratio()));
    }
    return text + "largest difference of outputs: " + difference + "\n";
  }

  /** For programs. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("setting", setting);
    fields.put("a", fields(a, compileMs.get(0), times.a()));
    fields.put("b", fields(b, compileMs.get(1), times.b()));
    fields.put("latency_ratio", times.ratio());
    fields.put("latency_ratio_interval", List.of(times.interval().low(), times.interval().high()));
    fields.put("largest_difference", difference.size());
    fields.put("largest_difference_in", difference.where());
    Map<String, Object> byName = new LinkedHashMap<>();
    scores.forEach(s -> byName.put(s.name(), fields(s)));
    fields.put("scores", byName);
    return fields;
  }

  private static Map<String, Object> fields(Contender of, double compileMs, List<Double> times) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("options", of.text());
    fields.put("passes", of.pipeline().toString());
    fields.put("operators", of.operators());
    fields.put("kernels", of.kernels());
    fields.put("parameters", of.parameters());
    fields.put("multiply_accumulates", of.products());
    fields.put("flops", 2 * of.products());
    fields.put("arena_bytes", of.arenaBytes());
    fields.put("compile_ms", compileMs);
    fields.put("latency_ms", Bootstrap.median(times));
    fields.put("rounds_ms", times);
    return fields;
  }

  static Map<String, Object> fields(PairedScores s) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("a", Bootstrap.mean(s.a()));
    fields.put("b", Bootstrap.mean(s.b()));
    fields.put("difference", s.difference());
    fields.put("interval", List.of(s.interval().low(), s.interval().high()));
    fields.put("examples", s.a().size());
    fields.put("same", s.same());
    if (s.isBinary()) {
      fields.put("mcnemar_p", s.mcNemar());
    }
    return fields;
  }
}
