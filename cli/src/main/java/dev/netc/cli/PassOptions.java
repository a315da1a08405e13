package dev.netc.cli;

import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.ir.Verifier;
import dev.netc.passes.Pass;
import dev.netc.passes.PassCheck;
import dev.netc.passes.PassObserver;
import dev.netc.passes.PassPrinter;
import dev.netc.passes.PassRegistry;
import dev.netc.passes.PassTimes;
import dev.netc.passes.PassVerifier;
import dev.netc.passes.Pipeline;
import dev.netc.passes.PipelineException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which passes a graph goes through before it is shown, and what is observed of them. */
final class PassOptions {
  private static final long CHECK_SEED = 1;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--passes", paramLabel = "A,B", description = "after these passes, in this order")
  @Nullable String passes;

  @Option(
      names = "--after",
      paramLabel = "PASS",
      description = "after the standard passes, or those of --passes, up to PASS")
  @Nullable String after;

  @Option(names = "--print-after", description = "after each pass")
  boolean printAfter;

  @Option(names = "--verify", description = "verify the graph before and after each pass")
  boolean verify;

  @Option(names = "--time-passes", description = "show the time that each pass takes")
  boolean times;

  @Option(
      names = "--check-passes",
      description = "run the graph before and after each pass on random inputs, and compare")
  boolean check;

  @Option(names = "--list-passes", description = "list the passes there are, and end")
  boolean list;

  /** One line a pass, then the standard pipeline. */
  static String listed() {
    StringBuilder text = new StringBuilder();
    for (Pass pass : PassRegistry.passes()) {
      text.append("%-16s %s%n".formatted(pass.name(), pass.description()));
    }
    return text + "%nstandard: %s%n".formatted(Pipeline.standard());
  }

  /** The same for programs. */
  static Map<String, Object> fields() {
    List<Map<String, String>> all =
        PassRegistry.passes().stream()
            .map(p -> Map.of("name", p.name(), "description", p.description()))
            .toList();
    return Map.of("passes", all, "standard", Pipeline.standard().toString());
  }

  /** Prints the graph, or the graphs, and reports as comments below them. */
  void print(Graph graph, PrintWriter out) {
    PassTimes timed = new PassTimes();
    PassCheck checked = new PassCheck(CHECK_SEED);
    List<PassObserver> observers = new ArrayList<>();
    if (printAfter) {
      observers.add(new PassPrinter(out::print));
    }
    if (verify) {
      observers.add(new PassVerifier());
    }
    if (times) {
      observers.add(timed);
    }
    if (check) {
      observers.add(checked);
    }
    Graph result = run(graph, observers);
    if (!printAfter) {
      out.print(GraphText.print(result));
    }
    if (verify) {
      report("verified: no problems", out);
    }
    if (times) {
      report(timed.toString(), out);
    }
    if (check) {
      report(checked.toString(), out);
    }
  }

  /** The graph after the passes that were asked for. */
  Graph run(Graph graph) {
    return run(graph, List.of());
  }

  private Graph run(Graph graph, List<PassObserver> observers) {
    if (verify) {
      Verifier.verify(graph);
    }
    return pipeline().run(graph, observers);
  }

  private Pipeline pipeline() {
    boolean observed = printAfter || verify || times || check;
    try {
      Pipeline all =
          passes != null
              ? Pipeline.parse(passes)
              : after != null || observed ? Pipeline.standard() : Pipeline.parse("");
      return after == null ? all : all.upTo(after);
    } catch (PipelineException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void report(String text, PrintWriter out) {
    out.println();
    text.lines().forEach(line -> out.println("// " + line));
  }
}
