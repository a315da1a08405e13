package dev.netc.grammar;

import java.util.List;

/**
 * A parsed file.
 *
 * @param source what it was parsed from
 * @param declarations in the order of the text
 */
public record SyntaxFile(SourceFile source, List<Declaration> declarations) {
  public SyntaxFile {
    declarations = List.copyOf(declarations);
  }
}
