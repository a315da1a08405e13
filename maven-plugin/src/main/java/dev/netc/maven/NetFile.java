package dev.netc.maven;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A {@code .net} file as it is written, before shapes are looked at.
 *
 * @param isParsed whether its syntax is right; what is declared is known only then
 */
record NetFile(Path path, SourceFile source, boolean isParsed, List<Declaration> declarations) {
  static NetFile parse(Path path, SourceFile source) {
    Optional<List<Declaration>> declarations =
        NetParser.parse(source).file().map(f -> f.declarations());
    return new NetFile(path, source, declarations.isPresent(), declarations.orElse(List.of()));
  }

  /** The networks declared in this file itself, not those of its imports. */
  List<Declaration.Network> networks() {
    return declarations.stream()
        .filter(Declaration.Network.class::isInstance)
        .map(Declaration.Network.class::cast)
        .toList();
  }

  /** Whether the file says how the network is trained. */
  boolean trains(String network) {
    return declarations.stream()
        .anyMatch(d -> d instanceof Declaration.Training t && t.networks().contains(network));
  }
}
