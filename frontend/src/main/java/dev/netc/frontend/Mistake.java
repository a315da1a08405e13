package dev.netc.frontend;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceSpan;

/** A mistake of the user's that makes an expression meaningless. */
final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  Mistake(Diagnostic diagnostic) {
    super(diagnostic.message());
    this.diagnostic = diagnostic;
  }

  static Mistake at(SourceSpan span, String message, String label) {
    return new Mistake(Diagnostic.error(message, span, label));
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }

  Mistake withHelp(String help) {
    return new Mistake(diagnostic.withHelp(help));
  }

  Mistake withNote(SourceSpan span, String label) {
    return new Mistake(diagnostic.withNote(span, label));
  }
}
