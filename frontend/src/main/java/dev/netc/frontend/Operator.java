package dev.netc.frontend;

import java.util.List;

/**
 * A primitive of the language: a name, its parameters and what it does.
 *
 * @param name as the source calls it
 * @param parameters names in order; one with a trailing {@code ?} may be left out
 * @param does what it is, in a line of the operator reference
 * @param meaning applies it
 */
record Operator(String name, List<String> parameters, String does, Application meaning) {
  /** What an operator does with its arguments. */
  @FunctionalInterface
  interface Application {
    Meaning apply(Arguments arguments);
  }

  Operator {
    parameters = List.copyOf(parameters);
  }

  static Operator of(String signature, String does, Application meaning) {
    int open = signature.indexOf('(');
    String inside = signature.substring(open + 1, signature.length() - 1).trim();
    List<String> names = inside.isEmpty() ? List.of() : List.of(inside.split(", *"));
    return new Operator(signature.substring(0, open), names, does, meaning);
  }

  /** {@code sum(x, axis?, keep?)}. */
  String signature() {
    return name + "(" + String.join(", ", parameters) + ")";
  }
}
