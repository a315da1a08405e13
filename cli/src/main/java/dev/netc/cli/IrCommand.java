package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.ir.Inliner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc ir}: prints a network as a graph. */
@Command(
    name = "ir",
    description = "Prints a network as a graph.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: netc ir examples/lenet/lenet.net --training --kernels"})
final class IrCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(names = "--training", description = "the training step instead of inference")
  boolean training;

  @Option(names = "--inline", description = "with the blocks inlined")
  boolean inline;

  @Option(names = "--kernels", description = "the kernels instead, with the lifetimes of values")
  boolean kernels;

  @Override
  public Integer call() throws Exception {
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    Graph graph = training ? net.training().step() : net.network().inference();
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        kernels
            ? Compiler.plan(graph).toString()
            : GraphText.print(inline ? Inliner.inlineBlocks(graph) : graph));
    out.flush();
    return 0;
  }
}
