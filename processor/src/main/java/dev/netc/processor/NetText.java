package dev.netc.processor;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SyntaxFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an annotation says the network is.
 *
 * @param file where the text is; empty if it is in the annotation
 * @param member of the annotation that names the file or holds the text
 * @param syntax what the text declares; empty if there are mistakes in its syntax
 */
record NetText(SourceFile source, Optional<Path> file, String member, Optional<SyntaxFile> syntax) {
  static NetText of(SourceFile source, Optional<Path> file, String member) {
    return new NetText(source, file, member, NetParser.parse(source).file());
  }

  /** How messages speak of it. */
  String name() {
    return file.map(f -> "`" + f.getFileName() + "`").orElse("the text");
  }

  /** The networks declared in the text itself, not those of its imports. */
  List<Declaration.Network> networks() {
    return declarations().stream()
        .filter(Declaration.Network.class::isInstance)
        .map(Declaration.Network.class::cast)
        .toList();
  }

  /** Whether the text says how the network is trained. */
  boolean trains(String network) {
    return declarations().stream()
        .anyMatch(d -> d instanceof Declaration.Training t && t.networks().contains(network));
  }

  private List<Declaration> declarations() {
    return syntax.map(SyntaxFile::declarations).orElse(List.of());
  }
}
