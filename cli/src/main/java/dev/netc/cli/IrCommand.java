package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphParseException;
import dev.netc.ir.GraphParser;
import dev.netc.ir.Inliner;
import dev.netc.ir.Leaf;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "the .net file, or a graph that was printed to an .ir file")
  @Nullable Path file;

  @Option(names = "--training", description = "the training step instead of inference")
  boolean training;

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
    if (passes.list) {
      out.print(json ? JsonOutput.of(PassOptions.fields()) + "\n" : PassOptions.listed());
      out.flush();
      return 0;
    }
    if (file == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FILE'");
    }
    Graph read = graph(file);
    Graph graph = inline ? Inliner.inlineBlocks(read) : read;
    if (json) {
      StringWriter text = new StringWriter();
      PrintWriter printer = new PrintWriter(text);
      print(graph, printer);
      printer.flush();
      out.println(JsonOutput.of(fields(graph, text.toString())));
    } else {
      print(graph, out);
    }
    out.flush();
    return 0;
  }

  private void print(Graph graph, PrintWriter out) {
    if (kernels) {
      out.print(Compiler.plan(passes.run(graph)));
    } else {
      passes.print(graph, out);
    }
  }

  private Map<String, Object> fields(Graph graph, String text) {
    Graph result = passes.run(graph);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("graph", graph.name());
    fields.put("operators", operators(result));
    fields.put(
        "parameters",
        result.parameters().stream().mapToLong(v -> v.shape().size().constant()).sum());
    fields.put("text", text);
    return fields;
  }

  private static long operators(Graph graph) {
    return graph.values().stream().filter(v -> !(v.op() instanceof Leaf)).count();
  }

  private Graph graph(Path path) throws IOException {
    if (path.toString().endsWith(".ir")) {
      try {
        return GraphParser.parse(Files.readString(path));
      } catch (GraphParseException e) {
        throw new UserError("error: " + path + ", " + e.getMessage());
      }
    }
    NetFile net = NetFile.compile(path, spec.commandLine().getErr());
    return training ? net.training().step() : net.network().inference();
  }
}
