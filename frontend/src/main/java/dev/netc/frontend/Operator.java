package dev.netc.frontend;

import java.util.List;

/**
 * A primitive of the language: a name, its parameters and what it does.
 *
 * @param name as the source calls it
 * @param parameters names in order; one with a trailing {@code ?} may be left out
 * @param meaning applies it
 */
record Operator(String name, List<String> parameters, Application meaning) {
  /** What an operator does with its arguments. */
  @FunctionalInterface
  interface Application {
    Meaning apply(Arguments arguments);
  }

  Operator {
    parameters = List.copyOf(parameters);
  }

  static Operator of(String signature, Application meaning) {
    int open = signature.indexOf('(');
    String inside = signature.substring(open + 1, signature.length() - 1).trim();
    List<String> names = inside.isEmpty() ? List.of() : List.of(inside.split(", *"));
    return new Operator(signature.substring(0, open), names, meaning);
  }

  /** {@code sum(x, axis?, keep?)}. */
  String signature() {
    return name + "(" + String.join(", ", parameters) + ")";
  }
}
