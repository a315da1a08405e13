package dev.netc.cli;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.Declaration;
import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SyntaxFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network with an optimiser in the place of the one that its training section names.
 *
 * @param name the optimiser with its arguments
 * @param network with the training
 */
record Racer(String name, CompiledNetwork network) {
  private static final Pattern RATE = Pattern.compile("[(,]\\s*rate\\s*=|\\(\\s*[^=,)]+\\s*[,)]");

  /**
   * The racers that a list names.
   *
   * @param list optimisers and {@code .net} files that declare one, with arguments or without
   * @param rates which those try that have no rate; if there are none, that of the section
   * @throws UserError if there is no such optimiser
   */
  static List<Racer> parse(SourceFile source, String list, List<String> rates) throws IOException {
    Expression setting = setting(source);
    String own = SourceEdit.text(source, setting.span());
    Optional<String> sectionsRate =
        setting instanceof Expression.Call call
            ? call.arguments().stream()
                .filter(a -> a.name().equals(Optional.of("rate")))
                .map(a -> SourceEdit.text(source, a.value().span()))
                .findFirst()
            : Optional.empty();
    List<Racer> racers = new ArrayList<>();
    for (String entry : list.isBlank() ? List.of(own) : split(list)) {
      if (RATE.matcher(entry).find()) {
        racers.add(racer(source, setting, entry));
      } else if (!rates.isEmpty()) {
        for (String rate : rates) {
          racers.add(racer(source, setting, withRate(entry, rate)));
        }
      } else {
        racers.add(racer(source, setting, sectionsRate.map(r -> withRate(entry, r)).orElse(entry)));
      }
    }
    return racers;
  }

  /** The parts between commas that stand in no parentheses. */
  private static List<String> split(String list) {
    List<String> entries = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= list.length(); i++) {
      char c = i == list.length() ? ',' : list.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && (depth == 0 || i == list.length())) {
        entries.add(list.substring(from, i).strip());
        from = i + 1;
      }
    }
    entries.removeIf(String::isEmpty);
    return entries;
  }

  private static String withRate(String entry, String rate) {
    int open = entry.indexOf('(');
    if (open < 0) {
      return entry + "(rate = " + rate + ")";
    }
    String rest = entry.substring(open + 1).strip();
    return entry.substring(0, open) + "(rate = " + rate + (rest.equals(")") ? "" : ", ") + rest;
  }

  private static Racer racer(SourceFile source, Expression setting, String entry)
      throws IOException {
    int open = entry.indexOf('(');
    String name = open < 0 ? entry : entry.substring(0, open).strip();
    String arguments = open < 0 ? "()" : entry.substring(open);
    SourceFile edited = source;
    String optimizer = name;
    if (name.endsWith(".net")) {
      optimizer = declared(Path.of(name));
      String path = Path.of(name).toAbsolutePath().toString().replace("\\", "/");
      edited = SourceEdit.append(source, "import \"" + path + "\"");
    }
    Compilation compilation =
        Frontend.compile(SourceEdit.replace(edited, setting.span(), optimizer + arguments));
    Optional<Diagnostic> mistake =
        compilation.diagnostics().stream().filter(Diagnostic::isError).findFirst();
    if (mistake.isPresent()) {
      throw new UserError("error: `" + name + "` cannot race: " + text(mistake.get()));
    }
    return new Racer(optimizer + arguments, compilation.networks().getFirst());
  }

  private static String text(Diagnostic mistake) {
    return mistake.message()
        + "; "
        + (mistake.help().isEmpty() ? mistake.label() : mistake.help().getFirst());
  }

  /** The optimiser that a file declares. */
  private static String declared(Path file) throws IOException {
    SyntaxFile syntax = NetFile.syntax(SourceFile.read(file));
    return syntax.declarations().stream()
        .filter(d -> d instanceof Declaration.Optimizer)
        .map(d -> ((Declaration.Optimizer) d).name())
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "error: %s declares no optimizer, such as `optimizer mine(rate: f32) { ... }`"
                        .formatted(file)));
  }

  /** What the training section of the file calls. */
  private static Expression setting(SourceFile source) {
    return NetFile.syntax(source).declarations().stream()
        .filter(d -> d instanceof Declaration.Training)
        .flatMap(d -> ((Declaration.Training) d).items().stream())
        .filter(i -> i instanceof TrainingItem.Setting s && s.keyword().equals("optimizer"))
        .map(i -> ((TrainingItem.Setting) i).value())
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "error: %s has no training section with an optimizer, whose place others take"
                        .formatted(source.name())));
  }
}
