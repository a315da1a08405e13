package dev.netc.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a graph's text, and a cursor that the parsers of its parts share. */
final class GraphTokens {
  enum Kind {
    /** A word of letters, digits, {@code _} and {@code .} that starts with no digit. */
    NAME("a name"),
    NUMBER("a number"),
    /** {@code %name} or {@code %12}; the text is without the sign. */
    VALUE("a value"),
    /** {@code @name.1}; the text is without the sign. */
    FUNCTION("a function"),
    STRING("a string"),
    SIGN("a sign"),
    END("the end");

    private final String description;

    Kind(String description) {
      this.description = description;
    }
  }

  record Token(Kind kind, String text, int line) {}

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]*");
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<space>[ \\t\\r]+)|(?<newline>\\n)|//(?<comment>[^\\n]*)"
              + "|(?<name>[\\p{L}_][\\p{L}\\p{N}_.]*)"
              + "|(?<number>[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
              + "|%(?<value>[\\p{L}\\p{N}_.]+)|@(?<function>[\\p{L}\\p{N}_.]+)"
              + "|\"(?<string>(?:[^\"\\\\\\n]|\\\\.)*)\"|(?<sign><-|[-+*/(){}\\[\\],:=])");

  private final List<Token> tokens = new ArrayList<>();
  private final Map<Integer, String> comments = new HashMap<>();
  private int position;

  GraphTokens(String text) {
    int line = 1;
    Matcher matcher = TOKEN.matcher(text);
    for (int at = 0; at < text.length(); at = matcher.end()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new GraphParseException(line, "unexpected character `" + text.charAt(at) + "`");
      }
      if (matcher.group("newline") != null) {
        line++;
      } else if (matcher.group("comment") != null) {
        comments.put(line, matcher.group("comment").strip());
      } else if (matcher.group("space") == null) {
        tokens.add(token(matcher, line));
      }
    }
    tokens.add(new Token(Kind.END, "", line));
  }

  private static Token token(Matcher matcher, int line) {
    for (Kind kind : Kind.values()) {
      String text =
          kind == Kind.END ? null : matcher.group(kind.name().toLowerCase(java.util.Locale.ROOT));
      if (text != null) {
        return new Token(kind, kind == Kind.STRING ? text.translateEscapes() : text, line);
      }
    }
    throw new IllegalStateException("no token: " + matcher.group());
  }

  /** Whether {@code name} can stand in the text without quotes. */
  static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }

  /** {@code text} as a string of the graph's text. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  Token peek() {
    return tokens.get(position);
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      position++;
    }
    return token;
  }

  int position() {
    return position;
  }

  void moveTo(int other) {
    position = other;
  }

  boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  /** Whether the next token is this sign or word. */
  boolean at(String text) {
    Token token = peek();
    return (token.kind() == Kind.SIGN || token.kind() == Kind.NAME) && token.text().equals(text);
  }

  /** Takes the next token if it is this sign or word. */
  boolean accept(String text) {
    boolean there = at(text);
    if (there) {
      position++;
    }
    return there;
  }

  void expect(String text) {
    if (!accept(text)) {
      throw expected("`" + text + "`");
    }
  }

  String expect(Kind kind) {
    if (!at(kind)) {
      throw expected(kind.description);
    }
    return next().text();
  }

  /** The mistake that something else stands at the cursor than {@code what}. */
  GraphParseException expected(String what) {
    Token found = peek();
    return new GraphParseException(
        found.line(),
        "expected %s, found %s"
            .formatted(
                what,
                switch (found.kind()) {
                  case END -> "the end of the text";
                  case VALUE -> "`%" + found.text() + "`";
                  case FUNCTION -> "`@" + found.text() + "`";
                  case STRING -> quoted(found.text());
                  case NAME, NUMBER, SIGN -> "`" + found.text() + "`";
                }));
  }

  /** The line of the token that was taken last. */
  int line() {
    return position == 0 ? 1 : tokens.get(position - 1).line();
  }

  /** The comment at the end of the line of the token that was taken last, or nothing. */
  String comment() {
    return comments.getOrDefault(line(), "");
  }
}
