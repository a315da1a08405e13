package dev.netc.frontend.lint;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.SourcePlaces;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Runs the rules over what became of a file. */
public final class Lint {
  private static final Comparator<Warning> BY_PLACE =
      Comparator.comparing((Warning w) -> w.diagnostic().span().file())
          .thenComparingInt(w -> w.diagnostic().span().startLine())
          .thenComparingInt(w -> w.diagnostic().span().startColumn());

  private Lint() {}

  /**
   * The warnings for all networks of a file that has no mistakes, in the order of their places.
   *
   * @param enabled which rules run
   */
  public static List<Warning> check(Compilation compilation, Predicate<LintRule> enabled) {
    Report report = new Report(new SourcePlaces(compilation.sources()));
    for (CompiledNetwork network : compilation.networks()) {
      Subject subject = new Subject(network);
      LintRules.ALL.stream().filter(enabled).forEach(rule -> rule.check(subject, report));
    }
    return report.warnings().stream().sorted(BY_PLACE).toList();
  }
}
