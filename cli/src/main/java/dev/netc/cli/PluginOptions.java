package dev.netc.cli;

import dev.netc.passes.KnownPasses;
import dev.netc.passes.PassFailure;
import dev.netc.passes.PassPlugins;
import dev.netc.passes.PipelineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Passes that a user brings. */
final class PluginOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      description = "a jar with passes of your own, known by their names; may be repeated")
  List<Path> jars = new ArrayList<>();

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "apply the rewrite rules of a file, by the pass `rules`")
  @Nullable Path rules;

  /**
   * The passes that names stand for. One of a user's that fails is left out with a warning.
   *
   * @throws UserError if a plugin cannot be used
   */
  KnownPasses known() {
    Set<String> told = new HashSet<>();
    return known(
        failure -> {
          if (told.add(failure.pass())) {
            spec.commandLine()
                .getErr()
                .println("warning: " + failure.getMessage() + "\nThe pass is left out.");
          }
        });
  }

  /** The same, where a failure is told to {@code failures}. */
  KnownPasses known(Consumer<PassFailure> failures) {
    try {
      KnownPasses known = PassPlugins.ofJars(jars, failures);
      return rules == null
          ? known
          : known.with(List.of(PassPlugins.guarded(RuleReader.read(rules), failures)));
    } catch (PipelineException e) {
      throw new UserError("error: " + e.getMessage());
    }
  }
}
