package dev.netc.ir;

import dev.netc.ir.GraphTokens.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of one operation in a graph's text: {@code { axes = [0, 1], transpose_b }}.
 * Whoever reads them says which there are; one that nobody asked for is a mistake.
 */
final class Attributes {
  private final int line;
  private final Map<String, Object> values = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  private Attributes(int line) {
    this.line = line;
  }

  /** Reads the attributes at the cursor, if there are any. */
  static Attributes read(GraphTokens tokens) {
    Attributes attributes = new Attributes(tokens.line());
    if (tokens.at("{")) {
      new TypeParser(tokens)
          .list(
              "{",
              () -> {
                String name = tokens.expect(Kind.NAME);
                attributes.values.put(name, tokens.accept("=") ? value(tokens) : true);
                return name;
              },
              "}");
    }
    return attributes;
  }

  private static Object value(GraphTokens tokens) {
    if (tokens.at(Kind.STRING)) {
      return tokens.next().text();
    }
    if (!tokens.at("[")) {
      return number(tokens);
    }
    List<List<Dim>> lists = new ArrayList<>();
    do {
      lists.add(new TypeParser(tokens).dims());
    } while (tokens.accept("to"));
    return lists;
  }

  /** {@code -0.5}, {@code 1.0E-5}, {@code NaN} or {@code -Infinity}. */
  static double number(GraphTokens tokens) {
    double sign = tokens.accept("-") ? -1 : 1;
    if (tokens.accept("NaN")) {
      return Double.NaN;
    }
    if (tokens.accept("Infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    return sign * Double.parseDouble(tokens.expect(Kind.NUMBER));
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(optional(name));
  }

  String text(String name) {
    if (required(name) instanceof String text) {
      return text;
    }
    throw new GraphParseException(line, "expected a string for `" + name + "`");
  }

  double number(String name) {
    if (required(name) instanceof Double number) {
      return number;
    }
    throw new GraphParseException(line, "expected a number for `" + name + "`");
  }

  int integer(String name) {
    double number = number(name);
    if (number != (int) number) {
      throw new GraphParseException(line, "expected an integer for `" + name + "`");
    }
    return (int) number;
  }

  boolean has(String name) {
    return optional(name) != null;
  }

  List<Dim> dims(String name) {
    return lists(name).getFirst();
  }

  List<Integer> integers(String name) {
    return integers(name, lists(name).getFirst());
  }

  /** The list after {@code to}, or the one list if there is one alone. */
  List<Integer> upperIntegers(String name) {
    return integers(name, lists(name).getLast());
  }

  private List<Integer> integers(String name, List<Dim> dims) {
    for (Dim dim : dims) {
      if (!dim.isConstant() || dim.constant() != (int) dim.constant()) {
        throw new GraphParseException(line, "expected integers for `" + name + "`, found " + dims);
      }
    }
    return dims.stream().map(d -> (int) d.constant()).toList();
  }

  @SuppressWarnings("unchecked")
  private List<List<Dim>> lists(String name) {
    if (required(name) instanceof List<?> lists) {
      return (List<List<Dim>>) lists;
    }
    throw new GraphParseException(line, "expected a list for `" + name + "`");
  }

  private Object required(String name) {
    Object value = optional(name);
    if (value == null) {
      throw new GraphParseException(line, "expected the attribute `" + name + "`");
    }
    return value;
  }

  private @org.jspecify.annotations.Nullable Object optional(String name) {
    asked.add(name);
    return values.get(name);
  }

  /** That all attributes have been asked for. */
  void finish(String operator) {
    for (String name : values.keySet()) {
      if (!asked.contains(name)) {
        throw new GraphParseException(line, "`%s` has no attribute `%s`".formatted(operator, name));
      }
    }
  }
}
