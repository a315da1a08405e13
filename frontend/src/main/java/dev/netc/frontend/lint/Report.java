package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The warnings so far, one for each rule and place. */
public final class Report {
  private static final Pattern NAME = Pattern.compile("\\G(?:param +)?\\w*");

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

  /** The name that stands at a place, or one character; all of {@code param weight}. */
  public SourceSpan span(Origin place) {
    SourceFile source = sources.get(place.file());
    List<String> lines = source == null ? List.of() : source.lines();
    String line =
        place.isKnown() && place.line() <= lines.size() ? lines.get(place.line() - 1) : "";
    Matcher name = NAME.matcher(line);
    int start = place.column();
    int end = start <= line.length() && name.find(start - 1) ? name.end() + 1 : start + 1;
    return new SourceSpan(
        place.file(), place.line(), start, place.line(), Math.max(end, start + 1));
  }

  List<Warning> warnings() {
    return List.copyOf(warnings.values());
  }
}
