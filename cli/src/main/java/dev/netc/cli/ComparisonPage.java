package dev.netc.cli;

import dev.netc.passes.PassStatistics;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A comparison as one HTML page that needs nothing else. */
final class ComparisonPage {
  private static final int WIDTH = 720;
  private static final int LEFT = 30;

  private final Comparison comparison;

  ComparisonPage(Comparison comparison) {
    this.comparison = comparison;
  }

  String html() {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <title>%1$s</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #222 }
        table { border-collapse: collapse; margin: 1em 0 }
        td, th { padding: .2em .9em; text-align: right; border-bottom: 1px solid #ddd; vertical-align: top }
        td:first-child, th:first-child { text-align: left }
        code { font-size: 13px }
        .sides { display: flex; flex-wrap: wrap; gap: 2em }
        .what { color: #666; font-size: 13px; text-align: left }
        </style>
        <h1>%1$s</h1>
        <p>A: <code>%2$s</code><br>B: <code>%3$s</code></p>
        %4$s
        <p>Largest difference of outputs: %5$s.</p>
        <h2>Latency</h2>
        <p>Each dot is a round of runs; rounds of A and B took turns. In brackets above is the interval that 95 of 100
        resamplings of the rounds give.</p>
        %6$s
        <h2>What the passes did</h2>
        <div class="sides">%7$s%8$s</div>
        </html>
        """
        .formatted(
            escaped(comparison.setting()),
            escaped(comparison.a().pipeline().toString()),
            escaped(comparison.b().pipeline().toString()),
            table(),
            escaped(comparison.difference().toString()),
            plot(),
            passes("A", comparison.a()),
            passes("B", comparison.b()));
  }

  private String table() {
    StringBuilder html =
        new StringBuilder("<table>\n<tr><th></th><th>A</th><th>B</th><th>B / A</th></tr>\n");
    for (Comparison.Row row : comparison.rows()) {
      html.append(
          "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  escaped(row.name()), escaped(row.a()), escaped(row.b()), escaped(row.ratio())));
    }
    return html + "</table>";
  }

  /** The times of all rounds on one axis. */
  private String plot() {
    List<Double> a = comparison.times().a();
    List<Double> b = comparison.times().b();
    double most = Math.max(Collections.max(a), Collections.max(b));
    StringBuilder svg =
        new StringBuilder(
            "<svg viewBox=\"0 0 %d 100\" width=\"%d\" role=\"img\" font-size=\"12\">\n"
                .formatted(WIDTH, WIDTH));
    dots(svg, "A", a, 25, "#1f77b4", most);
    dots(svg, "B", b, 55, "#d95f02", most);
    svg.append("<path d=\"M%d 75H%d\" stroke=\"#999\"/>\n".formatted(LEFT, WIDTH - LEFT));
    svg.append("<text x=\"%d\" y=\"92\">0</text>\n".formatted(LEFT));
    svg.append(
        "<text x=\"%d\" y=\"92\" text-anchor=\"end\">%s ms</text>\n"
            .formatted(WIDTH - LEFT, Timing.rounded(most)));
    return svg + "</svg>";
  }

  private static void dots(
      StringBuilder svg, String name, List<Double> times, int y, String color, double most) {
    svg.append("<text x=\"0\" y=\"%d\">%s</text>\n".formatted(y + 4, name));
    for (double time : times) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\" fill=\"%s\" fill-opacity=\".35\"/>%n",
              LEFT + time / most * (WIDTH - 2 * LEFT),
              y,
              color));
    }
  }

  private static String passes(String name, Contender contender) {
    StringBuilder html =
        new StringBuilder(
            "<table>\n<tr><th>%s</th><th>operators</th><th class=\"what\">what</th></tr>\n"
                .formatted(name));
    for (PassStatistics.Entry entry : contender.statistics()) {
      html.append(
          "<tr><td>%s</td><td>%d</td><td class=\"what\">%s</td></tr>\n"
              .formatted(escaped(entry.pass().name()), entry.left(), escaped(changes(entry))));
    }
    return html + "</table>";
  }

  /** {@code 21 convolution, 3 add gone}. */
  private static String changes(PassStatistics.Entry entry) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Map<String, Integer>> change : entry.changes().entrySet()) {
      int times = change.getValue().values().stream().mapToInt(Integer::intValue).sum();
      text.append(text.isEmpty() ? "" : ", ").append(times).append(' ').append(change.getKey());
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
