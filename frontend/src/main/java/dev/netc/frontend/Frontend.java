package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.NearMatch;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.ParseResult;
import dev.netc.grammar.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles {@code .net} files to graphs. */
public final class Frontend {
  private Frontend() {}

  /** Compiles every network of a file. Mistakes are in the result, none is thrown. */
  public static Compilation compile(SourceFile source) {
    return compile(source, Map.of());
  }

  /**
   * The same with parameters that are products of two others, which are learned in their place.
   *
   * @param lowRanks by the path of the parameter
   */
  public static Compilation compile(SourceFile source, Map<String, LowRank> lowRanks) {
    ParseResult parsed = NetParser.parse(source);
    List<Diagnostic> diagnostics = new ArrayList<>(parsed.diagnostics());
    if (parsed.file().isEmpty()) {
      return new Compilation(List.of(), diagnostics, Map.of(source.name(), source));
    }
    Library library = new Library(parsed.file().get(), diagnostics);
    checkTrainings(library, diagnostics);
    library
        .rules()
        .forEach(
            rule ->
                diagnostics.add(
                    Diagnostic.error(
                            "a rule stands in a file of its own",
                            rule.nameSpan(),
                            "this one is not used")
                        .withHelp("`netc opt FILE --rules RULES` applies those of a file")));
    List<CompiledNetwork> networks = new ArrayList<>();
    for (Declaration.Network network : library.networks()) {
      try {
        networks.add(compile(library, network, lowRanks, diagnostics));
      } catch (Mistake mistake) {
        if (!diagnostics.contains(mistake.diagnostic())) {
          diagnostics.add(mistake.diagnostic());
        }
      }
    }
    boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
    return new Compilation(failed ? List.of() : networks, diagnostics, library.sources());
  }

  /** The first network of a file that is trained with others has the plan of all. */
  private static CompiledNetwork compile(
      Library library,
      Declaration.Network network,
      Map<String, LowRank> lowRanks,
      List<Diagnostic> diagnostics) {
    Optional<Declaration.Training> training =
        library.trainings().stream().filter(t -> t.networks().contains(network.name())).findFirst();
    if (training.isEmpty() || training.get().networks().size() == 1) {
      return new NetworkCompiler(library, network, training, "", lowRanks, diagnostics).compile();
    }
    CompiledNetwork alone =
        new NetworkCompiler(
                library, network, Optional.empty(), network.name(), lowRanks, diagnostics)
            .compile();
    List<Declaration.Network> together =
        library.networks().stream()
            .filter(n -> training.get().networks().contains(n.name()))
            .toList();
    return together.getFirst().equals(network)
        ? alone.with(new TurnsCompiler(library, together, training.get(), diagnostics).compile())
        : alone;
  }

  private static void checkTrainings(Library library, List<Diagnostic> diagnostics) {
    List<String> names = library.networks().stream().map(Declaration.Network::name).toList();
    for (Declaration.Training training : library.trainings()) {
      for (String name : training.networks()) {
        if (!names.contains(name)) {
          Diagnostic unknown =
              Diagnostic.error(
                  "unknown network `" + name + "`", training.nameSpan(), "there is none");
          diagnostics.add(
              NearMatch.of(name, names)
                  .map(near -> unknown.withHelp("did you mean `" + near + "`?"))
                  .orElse(unknown));
        }
      }
    }
  }
}
