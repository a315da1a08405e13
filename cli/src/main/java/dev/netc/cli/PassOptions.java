package dev.netc.cli;

import dev.netc.ir.Graph;
import dev.netc.ir.Verifier;
import dev.netc.passes.KnownPasses;
import dev.netc.passes.Pass;
import dev.netc.passes.PassCheck;
import dev.netc.passes.PassObserver;
import dev.netc.passes.PassPrinter;
import dev.netc.passes.PassRegistry;
import dev.netc.passes.PassStatistics;
import dev.netc.passes.PassTimes;
import dev.netc.passes.PassVerifier;
import dev.netc.passes.Pipeline;
import dev.netc.passes.PipelineException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which passes a graph goes through before it is shown, and what is observed of them. */
final class PassOptions {
  private static final long CHECK_SEED = 1;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin PipelineOptions chosen;

  @Mixin PluginOptions plugins;

  @Option(names = "--print-after", description = "print the graph after each pass")
  boolean printAfter;

  @Option(names = "--verify", description = "verify the graph before and after each pass")
  boolean verify;

  @Option(names = "--time-passes", description = "show the time that each pass takes")
  boolean times;

  @Option(names = "--stats", description = "show what each pass did, how often, and where")
  boolean statistics;

  @Option(
      names = "--check-passes",
      description = "run the graph before and after each pass on random inputs, and compare")
  boolean check;

  @Option(names = "--list-passes", description = "list the passes there are, and end")
  private boolean list;

  /**
   * What passes made of a graph.
   *
   * @param statistics of each pass
   * @param nanos that each pass took
   * @param differences that each pass made, if that was asked for
   * @param reports those that were asked for, each of some lines
   */
  record Outcome(
      Graph graph,
      List<PassStatistics.Entry> statistics,
      List<Long> nanos,
      List<PassCheck.Difference> differences,
      List<String> reports) {}

  /** Lists the passes, if that is asked for; then nothing else is to be done. */
  boolean listTo(PrintWriter out, boolean json) {
    if (list) {
      KnownPasses known = known();
      out.print(json ? JsonOutput.of(fields(known)) + "\n" : listed(known));
      out.flush();
    }
    return list;
  }

  /** One line a pass, then the pipelines of the levels. */
  private static String listed(KnownPasses known) {
    StringBuilder text = new StringBuilder();
    for (Pass pass : known.passes()) {
      List<String> options = PassRegistry.options(pass);
      text.append("%-16s %s".formatted(pass.name(), pass.description()))
          .append(options.isEmpty() ? "" : " (" + String.join(", ", options) + ")")
          .append('\n');
    }
    text.append('\n');
    for (int level = 0; level < Pipeline.LEVELS; level++) {
      text.append("-O%d: %s%n".formatted(level, Pipeline.level(level)));
    }
    return text + "standard: -O2\n";
  }

  /** The same for programs. */
  private static Map<String, Object> fields(KnownPasses known) {
    List<Map<String, Object>> all =
        known.passes().stream()
            .map(
                p ->
                    Map.<String, Object>of(
                        "name",
                        p.name(),
                        "description",
                        p.description(),
                        "options",
                        PassRegistry.options(p)))
            .toList();
    return Map.of("passes", all, "standard", Pipeline.standard().toString());
  }

  /** Whether passes were named, or something is to be seen of those that run anyway. */
  boolean areGiven() {
    return chosen.areGiven() || plugins.rules != null || printAfter || hasReports();
  }

  /** Whether something is to be told of the passes. */
  boolean hasReports() {
    return verify || times || statistics || check;
  }

  /** The passes that were asked for, or the standard ones. */
  Pipeline pipeline() {
    KnownPasses known = known();
    try {
      return chosen.pipeline(known);
    } catch (PipelineException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** A user's pass that fails is left out, unless passes are what is looked at. */
  private KnownPasses known() {
    return verify || check
        ? plugins.known(
            failure -> {
              throw failure;
            })
        : plugins.known();
  }

  /**
   * Runs passes.
   *
   * @param printed takes the graph after each pass, if that was asked for
   */
  Outcome run(Graph graph, Pipeline pipeline, Consumer<String> printed) {
    PassTimes timed = new PassTimes();
    PassStatistics counted = new PassStatistics();
    PassCheck checked = new PassCheck(CHECK_SEED);
    List<PassObserver> observers = new ArrayList<>(List.of(timed, counted));
    if (printAfter) {
      observers.add(new PassPrinter(printed));
    }
    if (verify) {
      Verifier.verify(graph);
      observers.add(new PassVerifier());
    }
    if (check) {
      observers.add(checked);
    }
    Graph result = pipeline.run(graph, observers);
    List<String> reports = new ArrayList<>();
    if (verify) {
      reports.add("verified: no problems");
    }
    if (times) {
      reports.add(timed.toString());
    }
    if (statistics) {
      reports.add(counted.toString());
    }
    if (check) {
      reports.add(checked.toString());
    }
    return new Outcome(
        result,
        counted.entries(),
        timed.runs().stream().map(PassObserver.Run::nanos).toList(),
        checked.differences(),
        reports);
  }
}
