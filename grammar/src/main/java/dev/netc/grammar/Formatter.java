package dev.netc.grammar;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.Trees;

/**
 * Formats source text: spaces and indentation are made anew; line ends, blank lines and alignment
 * are the user's where they are part of the language's look. Comments stay.
 *
 * <p>{@link FormatRoles} finds what each token is, {@link FormatBreaks} where lines end, {@link
 * FormatLayout} indents, {@link FormatAlignment} puts things below each other.
 */
public final class Formatter {
  /**
   * What became of a text.
   *
   * @param text the formatted text; empty if the text has mistakes
   * @param diagnostics the mistakes
   */
  public record Result(Optional<String> text, List<Diagnostic> diagnostics) {
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  private Formatter() {}

  /**
   * Formats {@code source}. Formatting the result again does not change it.
   *
   * @throws IllegalStateException if the result would mean something else, a defect of netc's
   */
  public static Result format(SourceFile source) {
    List<Diagnostic> mistakes = NetParser.parse(source).diagnostics();
    if (!mistakes.isEmpty()) {
      return new Result(Optional.empty(), mistakes);
    }
    NetParser.Parsed parsed = NetParser.read(source);
    FormatRoles roles = FormatRoles.of(parsed);
    FormatLayout layout = new FormatLayout(roles.tokens());
    new FormatBreaks(roles, layout).decide();
    new FormatAlignment(layout).align();
    String text = layout.text();
    if (!outline(NetParser.read(new SourceFile(source.name(), text))).equals(outline(parsed))) {
      throw new IllegalStateException("formatting would change the meaning of " + source.name());
    }
    return new Result(Optional.of(text), List.of());
  }

  /** The parse tree and the comments, without places. */
  private static List<String> outline(NetParser.Parsed parsed) {
    String tree =
        parsed
            .tree()
            .map(t -> Trees.toStringTree(t, List.of(NetLanguageParser.ruleNames)))
            .orElse("");
    List<String> comments =
        parsed.tokens().getTokens().stream()
            .filter(t -> t.getChannel() > Token.HIDDEN_CHANNEL)
            .map(t -> FormatRoles.comment(t.getText()))
            .toList();
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(tree), comments.stream())
        .toList();
  }
}
