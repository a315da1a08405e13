package dev.netc.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON of a safetensors header: objects, lists, strings and integers. Written here because the
 * runtime has no dependency.
 */
final class HeaderParser {
  private static final int DEEPEST = 8;

  private final String text;
  private int at;

  HeaderParser(String text) {
    this.text = text;
  }

  /**
   * The whole text as maps, lists, strings and longs.
   *
   * @throws IllegalArgumentException if it is something else, or an object has a name twice
   */
  Object parse() {
    Object value = value(0);
    skipSpace();
    if (at < text.length()) {
      throw wrong("text after its end");
    }
    return value;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " at character " + at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean accept(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw wrong("no '" + c + "'");
    }
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw wrong("deep nesting");
    }
    if (accept('{')) {
      return object(depth);
    }
    if (accept('[')) {
      return list(depth);
    }
    skipSpace();
    return at < text.length() && text.charAt(at) == '"' ? string() : integer();
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (accept('}')) {
      return fields;
    }
    do {
      skipSpace();
      String name = string();
      expect(':');
      if (fields.put(name, value(depth + 1)) != null) {
        throw wrong("the name " + name + " twice");
      }
    } while (accept(','));
    expect('}');
    return fields;
  }

  private List<Object> list(int depth) {
    List<Object> items = new ArrayList<>();
    if (accept(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
    } while (accept(','));
    expect(']');
    return items;
  }

  private String string() {
    expect('"');
    StringBuilder result = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      result.append(c == '\\' ? escape() : c);
    }
    expect('"');
    return result.toString();
  }

  private char escape() {
    if (at >= text.length()) {
      throw wrong("an unfinished string");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong("an unfinished escape");
        }
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private Long integer() {
    int start = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw wrong("no value");
    }
  }
}
