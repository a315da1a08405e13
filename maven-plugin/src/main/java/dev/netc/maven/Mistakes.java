package dev.netc.maven;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.DiagnosticRenderer;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SourceSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;

/**
 * The mistakes and warnings of a run, each once, in the order in which they were found. A text
 * begins as the Java compiler's do under Maven, {@code FILE:[LINE,COLUMN] MESSAGE}, so that an IDE
 * finds the place.
 */
final class Mistakes {
  private final Set<String> errors = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> files = new HashSet<>();

  /**
   * Adds a diagnostic.
   *
   * @param sources the files that it may speak of, by name
   */
  void add(Diagnostic diagnostic, Map<String, SourceFile> sources) {
    (diagnostic.isError() ? errors : warnings).add(text(diagnostic, sources));
    if (diagnostic.isError()) {
      files.add(diagnostic.span().file());
    }
  }

  /** Adds a mistake that has no line: one of a file as a whole, or of the configuration. */
  void add(Path file, String message) {
    errors.add(file + ": " + message);
    files.add(file.toString());
  }

  /** Adds that a file cannot be read; the message names it. */
  void unreadable(Path file, IOException reason) {
    errors.add(String.valueOf(reason.getMessage()));
    files.add(file.toString());
  }

  /** Adds a warning about a file as a whole. */
  void warn(Path file, String message) {
    warnings.add(file + ": " + message);
  }

  /** Whether a mistake was found in the file. */
  boolean isIn(Path file) {
    return files.contains(file.toString());
  }

  /** How many mistakes there are, without the warnings. */
  int count() {
    return errors.size();
  }

  void report(Log log) {
    warnings.forEach(log::warn);
    errors.forEach(log::error);
  }

  private static String text(Diagnostic diagnostic, Map<String, SourceFile> sources) {
    DiagnosticRenderer renderer =
        new DiagnosticRenderer(
            name -> sources.containsKey(name) ? sources.get(name).lines() : List.of(), false);
    // The first two lines of the drawing say the message and the place, which stand here already.
    String drawing = renderer.render(diagnostic).lines().skip(2).collect(Collectors.joining("\n"));
    SourceSpan span = diagnostic.span();
    return String.format(
        Locale.ROOT,
        "%s:[%d,%d] %s%n%s",
        span.file(),
        span.startLine(),
        span.startColumn(),
        diagnostic.message(),
        drawing);
  }
}
