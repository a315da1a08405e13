package dev.netc.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * One mistake, or a warning, with everything needed to show it.
 *
 * @param severity whether it stops the compilation
 * @param message one line, without a full stop
 * @param span where
 * @param label what stands below the underlined text; may be empty
 * @param notes other places that matter, such as where the other side came from
 * @param help what to do about it, one line each
 */
public record Diagnostic(
    Severity severity,
    String message,
    SourceSpan span,
    String label,
    List<Note> notes,
    List<String> help) {
  /** How bad it is. */
  public enum Severity {
    ERROR,
    WARNING;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A second place, with what is to be said about it. */
  public record Note(SourceSpan span, String label) {}

  public Diagnostic {
    notes = List.copyOf(notes);
    help = List.copyOf(help);
  }

  public static Diagnostic error(String message, SourceSpan span, String label) {
    return new Diagnostic(Severity.ERROR, message, span, label, List.of(), List.of());
  }

  public static Diagnostic warning(String message, SourceSpan span, String label) {
    return new Diagnostic(Severity.WARNING, message, span, label, List.of(), List.of());
  }

  public Diagnostic withNote(SourceSpan at, String text) {
    List<Note> more = new ArrayList<>(notes);
    more.add(new Note(at, text));
    return new Diagnostic(severity, message, span, label, more, help);
  }

  public Diagnostic withHelp(String text) {
    List<String> more = new ArrayList<>(help);
    more.add(text);
    return new Diagnostic(severity, message, span, label, notes, more);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
