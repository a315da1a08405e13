package dev.netc.cli;

import java.util.List;
import java.util.Locale;

/** A sweep as a table: a line a variant, with a star at those that no other beats. */
final class SweepTable {
  private SweepTable() {}

  static String of(List<SweepPoint> points) {
    int width = points.stream().mapToInt(p -> p.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(
        ("%n  %-" + width + "s %12s %10s %12s %7s")
            .formatted("variant", "parameters", "MACs", "latency", "ratio"));
    points.getFirst().scores().keySet().forEach(s -> text.append(" %12s".formatted(s)));
    text.append('\n');
    for (SweepPoint p : points) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s %-" + width + "s %,12d %10s %9s ms %7.3f",
              p.isOnFront(points) ? "*" : " ",
              p.name(),
              p.form().parameters(),
              Units.count(p.form().products()),
              Timing.rounded(p.latencyMs()),
              p.ratio()));
      p.scores()
          .forEach(
              (name, score) ->
                  text.append(
                      name.endsWith("accuracy")
                          ? String.format(Locale.ROOT, " %10.2f %%", 100 * score)
                          : String.format(Locale.ROOT, " %12.4f", score)));
      text.append('\n');
    }
    return text
        + "* no other is as good in "
        + (points.getFirst().scores().isEmpty() ? "" : "quality, ")
        + "latency and FLOPs and better in one of them\n";
  }
}
