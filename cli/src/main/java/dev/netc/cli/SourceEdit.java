package dev.netc.cli;

import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SourceSpan;

/** Other networks made of one by putting something else in the place of a part of its text. */
final class SourceEdit {
  private SourceEdit() {}

  /** The text of a span. */
  static String text(SourceFile source, SourceSpan span) {
    return source.text().substring(start(source, span), end(source, span));
  }

  /** The file with {@code text} in the place of a span. */
  static SourceFile replace(SourceFile source, SourceSpan span, String text) {
    return new SourceFile(
        source.name(),
        source.text().substring(0, start(source, span))
            + text
            + source.text().substring(end(source, span)));
  }

  /** The file with a further line at its end, where it moves no other. */
  static SourceFile append(SourceFile source, String line) {
    return new SourceFile(source.name(), source.text() + "\n" + line + "\n");
  }

  private static int start(SourceFile source, SourceSpan span) {
    return offset(source.text(), span.startLine(), span.startColumn());
  }

  private static int end(SourceFile source, SourceSpan span) {
    return offset(source.text(), span.endLine(), span.endColumn());
  }

  private static int offset(String text, int line, int column) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      at = text.indexOf('\n', at) + 1;
    }
    // columns count code points
    return text.offsetByCodePoints(at, column - 1);
  }
}
