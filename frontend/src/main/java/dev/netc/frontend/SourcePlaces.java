package dev.netc.frontend;

import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Origin;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message underlines for the place that a value of a graph comes from.
 *
 * @param sources the files read, by name
 */
public record SourcePlaces(Map<String, SourceFile> sources) {
  private static final Pattern NAME = Pattern.compile("\\G(?:param +\\w+|\\w*)");

  public SourcePlaces {
    sources = Map.copyOf(sources);
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
}
