package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.ir.Inliner;
import dev.netc.ir.Leaf;
import dev.netc.passes.Pipeline;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code netc ir}: prints a network as a graph. */
@Command(
    name = "ir",
    description = "Prints a network as a graph, as it is or after passes.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc ir examples/lenet/lenet.net --training --kernels",
      "          netc ir examples/lenet/lenet.net --training --after simplify",
      "          netc ir examples/lenet/lenet.net --passes inline,simplify,fuse --check-passes"
    })
final class IrCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin GraphOptions source;

  @Option(names = "--inline", description = "with the blocks inlined")
  boolean inline;

  @Option(names = "--kernels", description = "the kernels instead, with the lifetimes of values")
  boolean kernels;

  @Mixin PassOptions passes;

  @Option(names = "--json", description = "print one JSON object: the text, and what it counts")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (passes.listTo(out, json)) {
      return 0;
    }
    Graph read = source.read(spec.commandLine());
    Graph graph = inline ? Inliner.inlineBlocks(read) : read;
    if (json) {
      StringWriter text = new StringWriter();
      PrintWriter printer = new PrintWriter(text);
      Graph result = print(graph, printer);
      printer.flush();
      out.println(JsonOutput.of(fields(result, text.toString())));
    } else {
      print(graph, out);
    }
    out.flush();
    return 0;
  }

  /** Prints the graph, or its kernels, and reports as comments below. */
  private Graph print(Graph graph, PrintWriter out) {
    Pipeline pipeline = passes.areGiven() ? passes.pipeline() : Pipeline.parse("");
    PassOptions.Outcome outcome = passes.run(graph, pipeline, out::print);
    if (kernels) {
      out.print(Compiler.plan(outcome.graph()));
    } else if (!passes.printAfter) {
      out.print(GraphText.print(outcome.graph()));
    }
    for (String report : outcome.reports()) {
      out.println();
      report.lines().forEach(line -> out.println("// " + line));
    }
    return outcome.graph();
  }

  private static Map<String, Object> fields(Graph graph, String text) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("graph", graph.name());
    fields.put("operators", operators(graph));
    fields.put(
        "parameters",
        graph.parameters().stream().mapToLong(v -> v.shape().size().constant()).sum());
    fields.put("text", text);
    return fields;
  }

  /** What is computed: all but inputs, parameters and constants. */
  static long operators(Graph graph) {
    return graph.values().stream().filter(v -> !(v.op() instanceof Leaf)).count();
  }
}
