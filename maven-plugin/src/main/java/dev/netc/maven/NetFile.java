package dev.netc.maven;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SyntaxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code .net} file as it is written, before shapes are looked at.
 *
 * @param syntax what it declares; empty if there are mistakes in its syntax
 */
record NetFile(Path path, SourceFile source, Optional<SyntaxFile> syntax) {
  /** Reads files; one that cannot be read is a mistake. */
  static List<NetFile> readAll(List<Path> paths, Mistakes mistakes) {
    List<NetFile> files = new ArrayList<>();
    for (Path path : paths) {
      try {
        SourceFile source = SourceFile.read(path);
        files.add(new NetFile(path, source, NetParser.parse(source).file()));
      } catch (IOException e) {
        mistakes.unreadable(path, e);
      }
    }
    return files;
  }

  /** What messages about this file alone speak of. */
  Map<String, SourceFile> sources() {
    return Map.of(source.name(), source);
  }

  /** The networks declared in this file itself, not those of its imports. */
  List<Declaration.Network> networks() {
    return declarations().stream()
        .filter(Declaration.Network.class::isInstance)
        .map(Declaration.Network.class::cast)
        .toList();
  }

  /** Whether the file says how the network is trained. */
  boolean trains(String network) {
    return declarations().stream()
        .anyMatch(d -> d instanceof Declaration.Training t && t.networks().contains(network));
  }

  private List<Declaration> declarations() {
    return syntax.map(SyntaxFile::declarations).orElse(List.of());
  }
}
