package dev.netc.cli;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.NearMatch;
import dev.netc.grammar.SourceFile;
import dev.netc.passes.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A network with other values for its constants, or after other passes.
 *
 * @param name what tells it from the others
 */
record SweepVariant(String name, CompiledNetwork network, Pipeline pipeline) {
  /**
   * All combinations of values and pipelines.
   *
   * @param values of constants of the network, by name
   * @param pipelines by what the user calls them
   * @throws UserError if the network has no such constant, or a value does not fit
   */
  static List<SweepVariant> all(
      SourceFile source, Map<String, List<String>> values, Map<String, Pipeline> pipelines) {
    List<Map<String, String>> choices = new ArrayList<>(List.of(Map.of()));
    for (Map.Entry<String, List<String>> constant : values.entrySet()) {
      List<Map<String, String>> more = new ArrayList<>();
      for (Map<String, String> choice : choices) {
        for (String value : constant.getValue()) {
          Map<String, String> with = new LinkedHashMap<>(choice);
          with.put(constant.getKey(), value);
          more.add(with);
        }
      }
      choices = more;
    }
    List<SweepVariant> variants = new ArrayList<>();
    for (Map<String, String> choice : choices) {
      String name =
          choice.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining(" "));
      CompiledNetwork network = network(source, choice, name);
      pipelines.forEach(
          (text, pipeline) ->
              variants.add(
                  new SweepVariant(
                      pipelines.size() == 1 && !name.isEmpty() ? name : (name + " " + text).strip(),
                      network,
                      pipeline)));
    }
    return variants;
  }

  private static CompiledNetwork network(
      SourceFile source, Map<String, String> choice, String name) {
    SourceFile edited = source;
    for (Map.Entry<String, String> constant : choice.entrySet()) {
      Declaration.Formal formal = formal(edited, constant.getKey());
      edited =
          SourceEdit.replace(edited, formal.initial().orElseThrow().span(), constant.getValue());
    }
    Compilation compilation = Frontend.compile(edited);
    List<Diagnostic> mistakes =
        compilation.diagnostics().stream().filter(Diagnostic::isError).toList();
    if (!mistakes.isEmpty()) {
      Diagnostic first = mistakes.getFirst();
      throw new UserError(
          "error: with %s: %s; %s (%s)"
              .formatted(name, first.message(), first.label(), first.span()));
    }
    return compilation.networks().getFirst();
  }

  /** A constant of the first network. */
  private static Declaration.Formal formal(SourceFile source, String name) {
    List<Declaration.Formal> constants =
        NetFile.syntax(source).declarations().stream()
            .filter(d -> d instanceof Declaration.Network)
            .map(d -> ((Declaration.Network) d).formals())
            .findFirst()
            .orElse(List.of())
            .stream()
            .filter(f -> f.initial().isPresent())
            .toList();
    List<String> names = constants.stream().map(Declaration.Formal::name).toList();
    return constants.stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "error: the network has no constant `%s`; %s"
                        .formatted(name, suggestion(name, names))));
  }

  private static String suggestion(String name, List<String> names) {
    return NearMatch.of(name, names)
        .map(near -> "did you mean `" + near + "`?")
        .orElse(
            names.isEmpty()
                ? "it has none; one is written among its inputs, `width: int = 16`"
                : "there are " + String.join(", ", names));
  }
}
