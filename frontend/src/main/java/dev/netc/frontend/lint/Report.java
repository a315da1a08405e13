package dev.netc.frontend.lint;

import dev.netc.frontend.SourcePlaces;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The warnings so far, one for each rule and place. */
public final class Report {
  private record Key(String rule, SourceSpan span) {}

  private final SourcePlaces places;
  private final Map<Key, Warning> warnings = new LinkedHashMap<>();

  Report(SourcePlaces places) {
    this.places = places;
  }

  /**
   * Keeps a warning; of several at one place, which a block that is called more than once gives,
   * the first.
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

  SourceSpan span(Origin place) {
    return places.span(place);
  }

  List<Warning> warnings() {
    return List.copyOf(warnings.values());
  }
}
