package dev.netc.frontend;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceFile;
import java.util.List;
import java.util.Map;

/**
 * What became of a file.
 *
 * @param networks those declared in it; empty if there was an error
 * @param diagnostics errors and warnings
 * @param sources the files read, by the names that diagnostics use
 */
public record Compilation(
    List<CompiledNetwork> networks, List<Diagnostic> diagnostics, Map<String, SourceFile> sources) {
  public Compilation {
    networks = List.copyOf(networks);
    diagnostics = List.copyOf(diagnostics);
    sources = Map.copyOf(sources);
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
