package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphParseException;
import dev.netc.ir.GraphParser;
import dev.netc.ir.Inliner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (passes.list) {
      out.print(PassOptions.listed());
      out.flush();
      return 0;
    }
    if (file == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FILE'");
    }
    Graph read = graph(file);
    Graph graph = inline ? Inliner.inlineBlocks(read) : read;
    if (kernels) {
      out.print(Compiler.plan(passes.run(graph)));
    } else {
      passes.print(graph, out);
    }
    out.flush();
    return 0;
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
