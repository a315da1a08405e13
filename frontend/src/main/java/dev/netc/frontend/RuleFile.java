package dev.netc.frontend;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.ParseResult;
import dev.netc.grammar.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rewrite rules of a file, which may call its own blocks, those it imports, and the standard
 * library's.
 *
 * @param rules in the order of the text; empty if there was an error
 * @param diagnostics errors and warnings
 * @param sources the files read, by the names that diagnostics use
 */
public record RuleFile(
    List<RuleTemplate> rules, List<Diagnostic> diagnostics, Map<String, SourceFile> sources) {
  public RuleFile {
    rules = List.copyOf(rules);
    diagnostics = List.copyOf(diagnostics);
    sources = Map.copyOf(sources);
  }

  /** Reads a file. Mistakes are in the result, none is thrown. */
  public static RuleFile read(SourceFile source) {
    ParseResult parsed = NetParser.parse(source);
    List<Diagnostic> diagnostics = new ArrayList<>(parsed.diagnostics());
    if (parsed.file().isEmpty()) {
      return new RuleFile(List.of(), diagnostics, Map.of(source.name(), source));
    }
    Library library = new Library(parsed.file().get(), diagnostics);
    List<RuleTemplate> rules =
        library.rules().stream().map(rule -> new RuleTemplate(library, rule)).toList();
    rules.forEach(rule -> diagnostics.addAll(rule.mistakes()));
    boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
    return new RuleFile(failed ? List.of() : rules, diagnostics, library.sources());
  }
}
