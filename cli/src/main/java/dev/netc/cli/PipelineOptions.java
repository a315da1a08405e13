package dev.netc.cli;

import dev.netc.grammar.NearMatch;
import dev.netc.passes.KnownPasses;
import dev.netc.passes.Pass;
import dev.netc.passes.Pipeline;
import dev.netc.passes.PipelineException;
import dev.netc.passes.UserRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Which passes run. */
@Command(name = "passes")
final class PipelineOptions {
  private static final List<String> OPTIONS =
      List.of("--passes", "-O", "--disable", "--only", "--after");

  @Option(
      names = "--passes",
      paramLabel = "A,B",
      description = "after these passes, in this order; options in parentheses: unroll(most=8)")
  @Nullable String passes;

  @Option(
      names = "-O",
      paramLabel = "LEVEL",
      description = "after those of a level, -O0 to -O3; the standard ones are -O2")
  @Nullable Integer level;

  @Option(
      names = "--disable",
      paramLabel = "A,B",
      split = ",",
      description = "leave these passes out")
  List<String> disabled = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "A,B",
      split = ",",
      description = "leave all other passes out")
  List<String> only = new ArrayList<>();

  @Option(names = "--after", paramLabel = "PASS", description = "up to this pass")
  @Nullable String after;

  /** Whether anything is said of passes. */
  boolean areGiven() {
    return passes != null
        || level != null
        || after != null
        || !disabled.isEmpty()
        || !only.isEmpty();
  }

  /**
   * The passes that the options say; the standard ones if they say nothing.
   *
   * @param known what names stand for
   * @throws PipelineException if there are no such passes
   */
  Pipeline pipeline(KnownPasses known) {
    if (passes != null && level != null) {
      throw new PipelineException("--passes and -O both say which passes run; give one of them");
    }
    Pipeline pipeline =
        passes != null
            ? Pipeline.parse(passes, known)
            : level != null ? Pipeline.level(level) : Pipeline.standard();
    pipeline = withRules(pipeline, known);
    disabled.forEach(known::named);
    only.forEach(known::named);
    pipeline = after == null ? pipeline : pipeline.upTo(known.named(after).name());
    pipeline = only.isEmpty() ? pipeline : pipeline.only(only);
    return pipeline.without(disabled);
  }

  /** Rules that no option names are applied once the graph is inlined and simplified. */
  private static Pipeline withRules(Pipeline pipeline, KnownPasses known) {
    List<Pass> passes = new ArrayList<>(pipeline.passes());
    List<String> names = passes.stream().map(Pass::name).toList();
    Optional<Pass> rules = known.find(UserRules.NAME);
    if (rules.isEmpty() || names.contains(UserRules.NAME)) {
      return pipeline;
    }
    passes.add(1 + Math.max(names.indexOf("simplify"), names.indexOf("inline")), rules.get());
    return new Pipeline(passes);
  }

  /**
   * The passes that a text says: these options, or names of passes alone.
   *
   * @throws PipelineException if it cannot be understood
   */
  static Pipeline parse(String text, KnownPasses known) {
    PipelineOptions options = new PipelineOptions();
    List<String> arguments = new ArrayList<>(List.of(text.strip().split("\\s+")));
    if (!arguments.getFirst().startsWith("-")) {
      arguments.addFirst("--passes");
    }
    try {
      new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
    } catch (UnmatchedArgumentException e) {
      String wrong = e.getUnmatched().getFirst();
      throw new PipelineException(
          "there is no option `%s`; %s"
              .formatted(
                  wrong,
                  NearMatch.of(wrong, OPTIONS)
                      .map(near -> "did you mean `" + near + "`?")
                      .orElse("there are " + String.join(", ", OPTIONS))));
    } catch (ParameterException e) {
      throw new PipelineException("`%s`: %s".formatted(text, e.getMessage()));
    }
    return options.pipeline(known);
  }
}
