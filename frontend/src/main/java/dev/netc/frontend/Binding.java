package dev.netc.frontend;

import dev.netc.grammar.NearMatch;
import dev.netc.grammar.SourceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings the arguments of a call to the names they are for. */
final class Binding {
  private Binding() {}

  static Map<String, Actual> operator(Operator operator, List<Actual> actuals, SourceSpan span) {
    List<String> names = operator.parameters().stream().map(p -> p.replace("?", "")).toList();
    Set<String> required =
        operator.parameters().stream().filter(p -> !p.endsWith("?")).collect(Collectors.toSet());
    return bind(operator.name(), operator.signature(), names, required, actuals, span);
  }

  /**
   * The arguments by name.
   *
   * @param names the parameters in order
   * @param required those that cannot be left out
   * @throws Mistake if there is one too many, one missing, one twice or an unknown one
   */
  static Map<String, Actual> bind(
      String callee,
      String signature,
      List<String> names,
      Set<String> required,
      List<Actual> actuals,
      SourceSpan span) {
    Map<String, Actual> bound = new LinkedHashMap<>();
    int position = 0;
    for (Actual actual : actuals) {
      String name = actual.name().orElse(null);
      if (name == null) {
        while (position < names.size() && bound.containsKey(names.get(position))) {
          position++;
        }
        if (position == names.size()) {
          throw Mistake.at(
                  actual.span(),
                  "`" + callee + "` takes " + count(names.size()),
                  "this one is too many")
              .withHelp("it is " + signature);
        }
        name = names.get(position++);
      } else if (!names.contains(name)) {
        throw unknown(callee, signature, names, actual, name);
      }
      if (bound.put(name, actual) != null) {
        throw Mistake.at(
            actual.span(), "`" + name + "` is given twice", "the second one for `" + name + "`");
      }
    }
    for (String name : names) {
      if (required.contains(name) && !bound.containsKey(name)) {
        throw Mistake.at(span, "`" + callee + "` needs `" + name + "`", "it is not given")
            .withHelp("it is " + signature);
      }
    }
    return bound;
  }

  private static Mistake unknown(
      String callee, String signature, List<String> names, Actual actual, String name) {
    Optional<String> near = NearMatch.of(name, names);
    return Mistake.at(
            actual.span(),
            "`" + callee + "` has no parameter `" + name + "`",
            "given as `" + name + "`")
        .withHelp(near.map(n -> "did you mean `" + n + "`?").orElse("it is " + signature));
  }

  private static String count(int n) {
    return n == 0 ? "no arguments" : n == 1 ? "one argument" : n + " arguments";
  }
}
