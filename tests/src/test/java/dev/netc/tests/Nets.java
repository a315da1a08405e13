package dev.netc.tests;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import java.io.IOException;
import java.nio.file.Path;

/** Networks that tests use. */
final class Nets {
  private Nets() {}

  /** The first network of a file, which has no mistakes. */
  static CompiledNetwork compile(String path) throws IOException {
    Compilation compilation = Frontend.compile(SourceFile.read(Path.of(path)));
    if (!compilation.diagnostics().isEmpty()) {
      throw new AssertionError(compilation.diagnostics().toString());
    }
    return compilation.networks().getFirst();
  }
}
