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
    NetLanguageLexer lexer =
        new NetLanguageLexer(CharStreams.fromString(source.text(), source.name()));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();

    SyntaxErrors errors = new SyntaxErrors(source);
    BitSet lineStarts = new BitSet();
    scan(tokens, lineStarts, errors);
    if (!errors.diagnostics().isEmpty()) {
      return new ParseResult(Optional.empty(), errors.diagnostics());
    }

    NetLanguageParser parser = new NetLanguageParser(tokens);
    parser.lineStarts = lineStarts;
    parser.removeErrorListeners();
    parser.addErrorListener(errors);
    NetLanguageParser.FileContext tree = parser.file();
    if (!errors.diagnostics().isEmpty()) {
      return new ParseResult(Optional.empty(), errors.diagnostics());
    }
    SyntaxFile file = new TreeBuilder(source, tokens, errors).file(tree);
    return errors.diagnostics().isEmpty()
        ? new ParseResult(Optional.of(file), List.of())
        : new ParseResult(Optional.empty(), errors.diagnostics());
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
