package dev.netc.cli;

import dev.netc.codegen.MemoryBudget;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.passes.PassStatistics;
import dev.netc.passes.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code netc opt}: the passes as a bench to work at. */
@Command(
    name = "opt",
    description = {
      "Runs passes over a graph and prints what they make of it, or, if reports are asked for, those.",
      "Without options these are the passes that every graph goes through before it is compiled."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc opt examples/resnet/resnet20.net --stats",
      "          netc opt examples/lenet/lenet.net --training -O1 --time-passes",
      "          netc opt examples/lenet/lenet.net --disable fuse -o lenet.ir",
      "          netc opt examples/lenet/lenet.net --bisect"
    })
final class OptCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Spec CommandSpec spec;

  @Mixin GraphOptions source;

  @Mixin PassOptions passes;

  @Mixin MemoryOption memory;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "every symbolic dim, for --memory; default: ${DEFAULT-VALUE}")
  int batch;

  @Option(
      names = "--bisect",
      description = {
        "run what is compiled after fewer and more passes on random inputs, to find the pass after",
        "which it differs from what the operators' definitions say"
      })
  boolean bisect;

  @Option(names = "-o", paramLabel = "OUT", description = "write the graph to this .ir file")
  @Nullable Path target;

  @Option(names = "--json", description = "print one JSON object: the graph, and a part a pass")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (passes.listTo(out, json)) {
      return 0;
    }
    Graph graph = source.read(spec.commandLine());
    Pipeline pipeline = passes.pipeline();
    if (bisect) {
      return bisected(graph, pipeline, out);
    }
    StringBuilder printed = new StringBuilder();
    PassOptions.Outcome outcome = passes.run(graph, pipeline, printed::append);
    Optional<MemoryBudget> budget = memory.fit(outcome.graph(), Pipeline.parse(""), batch);
    Graph result = budget.map(MemoryBudget::graph).orElse(outcome.graph());
    if (target != null) {
      write(GraphText.print(result));
    }
    if (json) {
      Map<String, Object> fields = fields(pipeline, outcome);
      budget.ifPresent(b -> fields.put("memory", MemoryReport.fields(b)));
      fields.put("text", GraphText.print(result));
      out.println(JsonOutput.of(fields));
    } else {
      out.print(printed);
      outcome.reports().forEach(out::println);
      budget.map(MemoryReport::text).ifPresent(out::println);
      if (!passes.printAfter && !passes.hasReports() && !memory.isGiven() && target == null) {
        out.print(GraphText.print(result));
      }
    }
    out.flush();
    return 0;
  }

  private int bisected(Graph graph, Pipeline pipeline, PrintWriter out) {
    Bisection.Finding finding = Bisection.of(graph, pipeline, SEED);
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("passes", pipeline.toString());
      fields.put("right_after", finding.right());
      fields.put("wrong", finding.isWrong());
      fields.put("difference", finding.what());
      out.println(JsonOutput.of(fields));
    } else {
      out.println(finding.text(pipeline));
    }
    out.flush();
    return finding.isWrong() ? Main.DEFECT : 0;
  }

  private void write(String text) {
    try {
      Files.writeString(target, text);
    } catch (IOException e) {
      throw new UserError("error: " + target + " cannot be written: " + e.getMessage());
    }
  }

  private static Map<String, Object> fields(Pipeline pipeline, PassOptions.Outcome outcome) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("graph", outcome.graph().name());
    fields.put("passes", pipeline.toString());
    fields.put("operators", IrCommand.operators(outcome.graph()));
    List<Map<String, Object>> runs = new ArrayList<>();
    for (int i = 0; i < outcome.statistics().size(); i++) {
      PassStatistics.Entry entry = outcome.statistics().get(i);
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("pass", entry.pass().name());
      run.put("ms", outcome.nanos().get(i) / 1e6);
      run.put("operators_before", entry.operators());
      run.put("operators_after", entry.left());
      run.put("times", entry.times());
      run.put("changes", entry.changes());
      if (!outcome.differences().isEmpty()) {
        run.put("difference", outcome.differences().get(i).size());
      }
      runs.add(run);
    }
    fields.put("runs", runs);
    return fields;
  }
}
