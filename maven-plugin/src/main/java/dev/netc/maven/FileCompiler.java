package dev.netc.maven;

import dev.netc.codegen.CodegenException;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Origin;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles a file to the sources of its classes. */
final class FileCompiler {
  /**
   * What became of a file.
   *
   * @param classes the texts of the classes by their paths
   * @param read the file and all that it imports
   */
  record Output(Map<String, String> classes, List<SourceFile> read) {}

  private final Mistakes mistakes;

  FileCompiler(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The classes of a file; none if there is a mistake in it, which is then added to the others. */
  Optional<Output> compile(NetFile file, List<NetClass> classes) {
    Compilation compilation = Frontend.compile(file.source());
    compilation.diagnostics().forEach(d -> mistakes.add(d, compilation.sources()));
    if (compilation.hasErrors()) {
      return Optional.empty();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    boolean failed = false;
    for (NetClass wanted : classes) {
      try {
        CompiledNetwork network = network(compilation, wanted.network().name());
        texts.put(wanted.path(), wanted.source(network, file.source()));
      } catch (CodegenException e) {
        failed = true;
        mistakes.add(
            Diagnostic.error(e.fault(), place(e.origin(), wanted.network().nameSpan()), ""),
            compilation.sources());
      }
    }
    return failed ? Optional.empty() : Optional.of(new Output(texts, read(compilation)));
  }

  private static CompiledNetwork network(Compilation compilation, String name) {
    return compilation.networks().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the network " + name + " was not compiled"));
  }

  private static SourceSpan place(Origin origin, SourceSpan otherwise) {
    return origin.isKnown()
        ? new SourceSpan(
            origin.file(), origin.line(), origin.column(), origin.line(), origin.column() + 1)
        : otherwise;
  }

  /** The user's files; those of the standard library are part of netc. */
  private static List<SourceFile> read(Compilation compilation) {
    return compilation.sources().values().stream()
        .filter(s -> Path.of(s.name()).isAbsolute())
        .toList();
  }
}
