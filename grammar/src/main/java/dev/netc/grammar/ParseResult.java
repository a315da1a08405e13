package dev.netc.grammar;

import java.util.List;
import java.util.Optional;

/**
 * What became of a text.
 *
 * @param file the tree; empty if there was an error
 * @param diagnostics errors and warnings in the order of the text
 */
public record ParseResult(Optional<SyntaxFile> file, List<Diagnostic> diagnostics) {
  public ParseResult {
    diagnostics = List.copyOf(diagnostics);
  }
}
