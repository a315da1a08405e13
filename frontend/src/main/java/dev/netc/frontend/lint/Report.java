package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The warnings so far, one for each rule and place. */
public final class Report {
  private record Key(String rule, SourceSpan span) {}

  private final Map<String, SourceFile> sources;
  private final Map<Key, Warning> warnings = new LinkedHashMap<>();

  Report(Map<String, SourceFile> sources) {
    this.sources = sources;
  }

  /**
   * Keeps a warning; of several at one place, which a block that is called more than once gives,
   * the first.
   *
   * @param message one line, without a full stop
   */
  public void add(LintRule rule, Diagnostic warning) {
    Diagnostic named =
        new Diagnostic(
            warning.severity(),
            "%s [%s]".formatted(warning.message(), rule.name()),
            warning.span(),
            warning.label(),
            warning.notes(),
            warning.help());
    warnings.putIfAbsent(
        new Key(rule.name(), warning.span()), new Warning(rule.name(), warning.message(), named));
  }

  /** The name that stands at a place, or one character. */
  public SourceSpan span(Origin place) {
    int start = place.column() - 1;
    int end = start;
    SourceFile source = sources.get(place.file());
    List<String> lines = source == null ? List.of() : source.lines();
    if (place.line() >= 1 && place.line() <= lines.size()) {
      String line = lines.get(place.line() - 1);
      while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) {
        end++;
      }
    }
    return new SourceSpan(
        place.file(), place.line(), start + 1, place.line(), Math.max(end, start + 1) + 1);
  }

  List<Warning> warnings() {
    return List.copyOf(warnings.values());
  }
}
