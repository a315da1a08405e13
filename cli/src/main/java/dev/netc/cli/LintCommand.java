package dev.netc.cli;

import dev.netc.frontend.lint.Lint;
import dev.netc.frontend.lint.LintRule;
import dev.netc.frontend.lint.LintRules;
import dev.netc.frontend.lint.Warning;
import dev.netc.grammar.NearMatch;
import dev.netc.grammar.SourceSpan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc lint}: warns of what compiles and is seldom meant. */
@Command(
    name = "lint",
    description = {
      "Warns of what compiles and is seldom meant: layers that undo each other,",
      "units that stay equal, parameters that are not trained.",
      "Exit code 0 without a warning, 1 with one."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc lint examples/lenet/lenet.net",
      "          netc lint my.net --disable trailing-batch-norm"
    })
final class LintCommand implements Callable<Integer> {
  private static final int FOUND = 1;

  @Spec CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "the .net file")
  @Nullable Path file;

  @Option(
      names = "--disable",
      paramLabel = "RULE",
      split = ",",
      description = "leave a rule out; may be repeated")
  List<String> disabled = new ArrayList<>();

  @Option(names = "--list-rules", description = "list the rules there are, and end")
  boolean list;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      out.print(json ? JsonOutput.of(Map.of("rules", rules())) + "\n" : listed());
      out.flush();
      return 0;
    }
    if (file == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FILE'");
    }
    disabled.forEach(this::checkRule);
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    List<Warning> warnings = Lint.check(net.compilation(), rule -> !disabled.contains(rule.name()));
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("file", file.toString());
      fields.put("warnings", warnings.stream().map(LintCommand::fields).toList());
      out.println(JsonOutput.of(fields));
    } else if (warnings.isEmpty()) {
      boolean isEmpty = net.compilation().networks().isEmpty();
      out.printf("%s: %s%n", file, isEmpty ? "no network to look at" : "no warnings");
    } else {
      out.print(
          net.rendered(warnings.stream().map(Warning::diagnostic).toList(), Terminal.COLOR_OUT));
    }
    out.flush();
    return warnings.isEmpty() ? 0 : FOUND;
  }

  private void checkRule(String name) {
    List<String> names = LintRules.ALL.stream().map(LintRule::name).toList();
    if (!names.contains(name)) {
      String near =
          NearMatch.of(name, names)
              .map(n -> "did you mean `" + n + "`?")
              .orElse("`--list-rules` shows them");
      throw new ParameterException(
          spec.commandLine(), "there is no rule `%s`; %s".formatted(name, near));
    }
  }

  private static String listed() {
    StringBuilder text = new StringBuilder();
    LintRules.ALL.forEach(
        rule -> text.append("%-25s %s%n".formatted(rule.name(), rule.description())));
    return text.toString();
  }

  private static List<Map<String, String>> rules() {
    return LintRules.ALL.stream()
        .map(rule -> Map.of("name", rule.name(), "description", rule.description()))
        .toList();
  }

  private static Map<String, Object> fields(Warning warning) {
    SourceSpan span = warning.diagnostic().span();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rule", warning.rule());
    fields.put("message", warning.message());
    fields.put("detail", warning.diagnostic().label());
    fields.put("file", span.file());
    fields.put("line", span.startLine());
    fields.put("column", span.startColumn());
    fields.put("help", warning.diagnostic().help());
    return fields;
  }
}
