package dev.netc.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Draws diagnostics with the source lines they speak of. */
public final class DiagnosticRenderer {
  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final Function<String, List<String>> linesOf;
  private final boolean color;

  /**
   * A renderer.
   *
   * @param linesOf the lines of a file by its name; empty for one that is unknown
   * @param color whether to use ANSI colours; they carry no meaning of their own
   */
  public DiagnosticRenderer(Function<String, List<String>> linesOf, boolean color) {
    this.linesOf = linesOf;
    this.color = color;
  }

  /** All diagnostics, a blank line after each, and the count of errors. */
  public String render(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      out.append(render(diagnostic)).append('\n');
    }
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    long warnings = diagnostics.size() - errors;
    List<String> counts = new ArrayList<>();
    if (errors > 0) {
      counts.add(errors + (errors == 1 ? " error" : " errors"));
    }
    if (warnings > 0) {
      counts.add(warnings + (warnings == 1 ? " warning" : " warnings"));
    }
    return out.append(String.join(", ", counts)).append('\n').toString();
  }

  /** One diagnostic. */
  public String render(Diagnostic d) {
    List<Diagnostic.Note> marks = new ArrayList<>(d.notes());
    marks.add(new Diagnostic.Note(d.span(), d.label()));
    int gutter =
        marks.stream().mapToInt(m -> String.valueOf(m.span().startLine()).length()).max().orElse(1);
    StringBuilder out = new StringBuilder();
    String tint = d.isError() ? RED : YELLOW;
    out.append(paint(tint, d.severity().toString()))
        .append(": ")
        .append(paint(BOLD, d.message()))
        .append('\n');

    Map<String, List<Diagnostic.Note>> byFile = new TreeMap<>();
    for (Diagnostic.Note mark : marks) {
      byFile.computeIfAbsent(mark.span().file(), f -> new ArrayList<>()).add(mark);
    }
    drawFile(out, gutter, d.span(), byFile.remove(d.span().file()), d, tint);
    for (List<Diagnostic.Note> others : byFile.values()) {
      drawFile(out, gutter, others.getFirst().span(), others, d, tint);
    }
    if (!d.help().isEmpty()) {
      out.append(" ".repeat(gutter)).append(" │\n");
      for (String help : d.help()) {
        out.append(" ".repeat(gutter)).append(" = help: ").append(help).append('\n');
      }
    }
    return out.toString();
  }

  private void drawFile(
      StringBuilder out,
      int gutter,
      SourceSpan at,
      List<Diagnostic.Note> marks,
      Diagnostic d,
      String tint) {
    out.append(" ".repeat(gutter)).append(" ┌─ ").append(at).append('\n');
    marks.sort(
        Comparator.comparingInt((Diagnostic.Note m) -> m.span().startLine())
            .thenComparingInt(m -> m.span().startColumn()));
    int previous = -1;
    for (Diagnostic.Note mark : marks) {
      int line = mark.span().startLine();
      List<String> lines = linesOf.apply(mark.span().file());
      String text = line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
      if (line != previous) {
        if (previous > 0 && line == previous + 2) {
          drawLine(out, gutter, line - 1, lines.get(line - 2));
        } else if (previous > 0 && line > previous + 2) {
          out.append(" ".repeat(gutter)).append(" ·\n");
        }
        drawLine(out, gutter, line, text);
        previous = line;
      }
      boolean primary = mark.span().equals(d.span());
      out.append(" ".repeat(gutter)).append(" │ ").append(margin(text, mark.span()));
      out.append(paint(primary ? tint : "", underline(text, mark.span(), primary ? '^' : '-')));
      out.append(mark.label().isEmpty() ? "" : " " + mark.label()).append('\n');
    }
  }

  private static void drawLine(StringBuilder out, int gutter, int line, String text) {
    out.append((" ".repeat(gutter) + line).substring(String.valueOf(line).length()))
        .append(text.isEmpty() ? " │" : " │ ")
        .append(text)
        .append('\n');
  }

  /** White space as wide as the text before the span, tabs kept. */
  private static String margin(String text, SourceSpan span) {
    StringBuilder margin = new StringBuilder();
    for (int i = 0; i < span.startColumn() - 1; i++) {
      margin.append(i < text.length() && text.charAt(i) == '\t' ? '\t' : ' ');
    }
    return margin.toString();
  }

  private static String underline(String text, SourceSpan span, char mark) {
    int end =
        span.endLine() == span.startLine()
            ? span.endColumn()
            : Math.max(span.startColumn() + 1, text.stripTrailing().length() + 1);
    return String.valueOf(mark).repeat(Math.max(1, end - span.startColumn()));
  }

  private String paint(String code, String text) {
    return color && !code.isEmpty() ? code + text + RESET : text;
  }
}
