package dev.netc.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says in the user's words what ANTLR found wrong. */
final class SyntaxErrors extends BaseErrorListener {
  private static final List<String> WORDS =
      List.of(
          "network",
          "block",
          "optimizer",
          "training",
          "rule",
          "import",
          "language",
          "param",
          "state",
          "const",
          "layer",
          "return",
          "yield",
          "for",
          "repeat",
          "loss",
          "metric",
          "classify",
          "clip",
          "data",
          "batch",
          "epochs",
          "accumulate",
          "average",
          "group",
          "freeze",
          "carry");

  private final SourceFile source;
  private final List<Diagnostic> found = new ArrayList<>();

  SyntaxErrors(SourceFile source) {
    this.source = source;
  }

  List<Diagnostic> diagnostics() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Diagnostic d) -> d.span().startLine())
                .thenComparingInt(d -> d.span().startColumn()))
        .toList();
  }

  void add(Diagnostic diagnostic) {
    boolean sameLine =
        found.stream().anyMatch(d -> d.span().startLine() == diagnostic.span().startLine());
    if (!sameLine) { // a second message on one line is mostly an echo of the first
      found.add(diagnostic);
    }
  }

  void unknownCharacter(Token token) {
    add(
        Diagnostic.error(
            "unexpected character", span(token), "`" + token.getText() + "` means nothing here"));
  }

  void unclosed(Token token, String what, String end) {
    add(
        Diagnostic.error(what + " without an end", span(token), "it starts here")
            .withHelp("close it with `" + end + "`"));
  }

  void nestedTooDeeply(Token token, int most) {
    add(
        Diagnostic.error(
            "nested too deeply", span(token), "more than " + most + " brackets are open here"));
  }

  void nestedTooDeeply(Token token) {
    add(
        Diagnostic.error("nested too deeply", span(token), "this is where the parser gives up")
            .withHelp("give parts of the expression names of their own"));
  }

  void unmatched(Token token, @Nullable Token open) {
    Diagnostic error =
        Diagnostic.error(
            "`" + token.getText() + "` closes nothing",
            span(token),
            open == null ? "nothing is open here" : "this should be `" + closing(open) + "`");
    add(open == null ? error : error.withNote(span(open), "to close this"));
  }

  void neverClosed(Token open) {
    add(
        Diagnostic.error("`" + open.getText() + "` is never closed", span(open), "opened here")
            .withHelp("add `" + closing(open) + "`"));
  }

  void tooLong(SourceSpan span, int most) {
    add(
        Diagnostic.error(
                "expression too long", span, "more than " + most + " operators in one expression")
            .withHelp("give a part of it a name"));
  }

  void numberTooLarge(Token token) {
    add(Diagnostic.error("number too large", span(token), "integers go up to 2^63 - 1"));
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      Object offending,
      int line,
      int column,
      String message,
      @Nullable RecognitionException exception) {
    Token token = (Token) offending;
    if (exception instanceof NoViableAltException noWay) {
      token = noWay.getOffendingToken();
    }
    String what =
        token.getType() == Token.EOF ? "the end of the file" : "`" + token.getText() + "`";
    Diagnostic error =
        Diagnostic.error("unexpected " + what, span(token), expectation(recognizer, exception));
    Optional<String> near = NearMatch.of(previousWord(recognizer, token), WORDS);
    if (near.isPresent() && !near.get().equals(previousWord(recognizer, token))) {
      error = error.withHelp("did you mean `" + near.get() + "`?");
    } else if (token.getText().equals(";")) {
      error = error.withHelp("a line end is enough to end a statement");
    }
    add(error);
  }

  private static String previousWord(Recognizer<?, ?> recognizer, Token token) {
    NetLanguageParser parser = (NetLanguageParser) recognizer;
    if (token.getType() == NetLanguageParser.IDENTIFIER && atStatement(parser, token)) {
      return token.getText();
    }
    Token before = parser.getTokenStream().LT(-1);
    return before == null ? "" : before.getText();
  }

  private static boolean atStatement(NetLanguageParser parser, Token token) {
    return parser.lineStarts.get(token.getTokenIndex());
  }

  private static String expectation(
      Recognizer<?, ?> recognizer, @Nullable RecognitionException exception) {
    IntervalSet expected =
        exception == null
            ? ((NetLanguageParser) recognizer).getExpectedTokens()
            : exception.getExpectedTokens();
    if (expected == null || expected.size() == 0 || expected.size() > 6) {
      return expected != null && expected.contains(NetLanguageParser.IDENTIFIER)
          ? "a name, a value or an expression should stand here"
          : "this does not fit here";
    }
    List<String> names = new ArrayList<>();
    for (int type : expected.toList()) {
      String name = describe(type);
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    return names.size() == 1
        ? names.getFirst() + " should stand here"
        : "one of " + String.join(" ", names) + " should stand here";
  }

  private static String describe(int type) {
    return switch (type) {
      case Token.EOF -> "the end of the file";
      case NetLanguageParser.IDENTIFIER -> "a name";
      case NetLanguageParser.INT -> "an integer";
      case NetLanguageParser.FLOAT -> "a number";
      case NetLanguageParser.STRING -> "a text in quotes";
      default -> NetLanguageParser.VOCABULARY.getDisplayName(type).replace('\'', '`');
    };
  }

  private static String closing(Token open) {
    return switch (open.getText()) {
      case "(" -> ")";
      case "[" -> "]";
      default -> "}";
    };
  }

  SourceSpan span(Token token) {
    String text = token.getType() == Token.EOF ? "" : token.getText();
    int firstLine = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
    int column = token.getCharPositionInLine() + 1;
    return new SourceSpan(
        source.name(), token.getLine(), column, token.getLine(), column + Math.max(1, firstLine));
  }
}
