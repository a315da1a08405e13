package dev.netc.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;

/** Turns text into a syntax tree. */
public final class NetParser {
  private static final int DEEPEST_NESTING = 100;

  private NetParser() {}

  /** Parses {@code source}; never throws for anything a text can contain. */
  public static ParseResult parse(SourceFile source) {
    Parsed parsed = read(source);
    if (parsed.tree().isEmpty()) {
      return new ParseResult(Optional.empty(), parsed.errors().diagnostics());
    }
    SyntaxErrors errors = parsed.errors();
    SyntaxFile file = new TreeBuilder(source, parsed.tokens(), errors).file(parsed.tree().get());
    return errors.diagnostics().isEmpty()
        ? new ParseResult(Optional.of(file), List.of())
        : new ParseResult(Optional.empty(), errors.diagnostics());
  }

  /**
   * What ANTLR makes of a text.
   *
   * @param tokens all of them, comments and white space too
   * @param tree empty if there was an error
   */
  record Parsed(
      CommonTokenStream tokens,
      Optional<NetLanguageParser.FileContext> tree,
      SyntaxErrors errors) {}

  static Parsed read(SourceFile source) {
    NetLanguageLexer lexer =
        new NetLanguageLexer(CharStreams.fromString(withLineFeeds(source.text()), source.name()));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();

    SyntaxErrors errors = new SyntaxErrors(source);
    BitSet lineStarts = new BitSet();
    scan(tokens, lineStarts, errors);
    if (!errors.diagnostics().isEmpty()) {
      return new Parsed(tokens, Optional.empty(), errors);
    }

    NetLanguageParser parser = new NetLanguageParser(tokens);
    parser.lineStarts = lineStarts;
    parser.removeErrorListeners();
    parser.addErrorListener(errors);
    try {
      NetLanguageParser.FileContext tree = parser.file();
      return new Parsed(
          tokens, errors.diagnostics().isEmpty() ? Optional.of(tree) : Optional.empty(), errors);
    } catch (StackOverflowError e) {
      // signs and `else if` nest without brackets, which are counted
      errors.nestedTooDeeply(parser.getCurrentToken());
      return new Parsed(tokens, Optional.empty(), errors);
    }
  }

  /** ANTLR counts only line feeds as line ends; places in the text stay where they are. */
  private static String withLineFeeds(String text) {
    return text.replace("\r\n", " \n").replace('\r', '\n');
  }

  /**
   * Looks at the tokens before they are parsed: finds what no token can be, brackets that do not
   * match, nesting that would overflow the stack, and the tokens that begin a line.
   */
  private static void scan(CommonTokenStream tokens, BitSet lineStarts, SyntaxErrors errors) {
    Deque<Token> open = new ArrayDeque<>();
    int line = 0;
    for (Token token : new ArrayList<>(tokens.getTokens())) {
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      boolean inBracket = !open.isEmpty() && !open.peek().getText().equals("{");
      if (token.getLine() > line && !inBracket) {
        lineStarts.set(token.getTokenIndex());
      }
      line = token.getLine();
      switch (token.getType()) {
        case NetLanguageLexer.UNKNOWN -> errors.unknownCharacter(token);
        case NetLanguageLexer.UNCLOSED_STRING -> errors.unclosed(token, "text", "\"");
        case NetLanguageLexer.UNCLOSED_COMMENT -> errors.unclosed(token, "comment", "*/");
        default -> {}
      }
      switch (token.getText()) {
        case "(", "[", "{" -> {
          open.push(token);
          if (open.size() > DEEPEST_NESTING) {
            errors.nestedTooDeeply(token, DEEPEST_NESTING);
            return;
          }
        }
        case ")", "]", "}" -> {
          if (open.isEmpty() || !closes(open.peek(), token)) {
            errors.unmatched(token, open.peek());
            return;
          }
          open.pop();
        }
        default -> {}
      }
    }
    if (!open.isEmpty()) {
      errors.neverClosed(open.peek());
    }
  }

  private static boolean closes(Token opening, Token closing) {
    String pair = opening.getText() + closing.getText();
    return pair.equals("()") || pair.equals("[]") || pair.equals("{}");
  }
}
