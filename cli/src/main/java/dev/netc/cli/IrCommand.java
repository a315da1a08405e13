package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.grammar.NearMatch;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.passes.Pass;
import dev.netc.passes.Passes;
import dev.netc.passes.Pipeline;
import dev.netc.passes.UnknownPassException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc ir}: prints a network as a graph, before or after passes. */
@Command(
    name = "ir",
    description = "Prints a network as a graph, before or after passes.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc ir examples/lenet/lenet.net",
      "          netc ir examples/lenet/lenet.net --training --after simplify",
      "          netc ir examples/lenet/lenet.net --passes inline,fuse --check-passes",
      "          netc ir --list-passes"
    })
final class IrCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "the .net file")
  @Nullable Path file;

  @Option(names = "--training", description = "the training step instead of inference")
  boolean training;

  @Option(names = "--inline", description = "with the blocks inlined: --passes inline")
  boolean inline;

  @Option(names = "--kernels", description = "the kernels instead, with the lifetimes of values")
  boolean kernels;

  @Option(names = "--passes", paramLabel = "A,B", description = "after these passes")
  @Nullable String passes;

  @Option(
      names = "--after",
      paramLabel = "PASS",
      description = "after the compiler's own passes up to this one")
  @Nullable String after;

  @Option(names = "--print-after", description = "the graph after each pass as well")
  boolean printAfter;

  @Option(names = "--time-passes", description = "how long each pass takes")
  boolean timePasses;

  @Option(
      names = "--check-passes",
      description = "compare the graph before and after each pass on random inputs")
  boolean checkPasses;

  @Option(names = "--list-passes", description = "the passes there are")
  boolean listPasses;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (listPasses) {
      Passes.ALL.forEach(p -> out.printf("%-16s%s%n", p.name(), p.description()));
      out.println("\nthe compiler runs " + Pipeline.STANDARD);
      out.flush();
      return 0;
    }
    if (file == null) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "Missing required parameter: 'FILE'");
    }
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    Graph graph = training ? net.training().step() : net.network().inference();
    if (kernels) {
      out.print(Compiler.plan(graph));
    } else {
      PassReport report = new PassReport(out, printAfter, timePasses, checkPasses);
      out.print(GraphText.print(pipeline().run(graph, report)));
    }
    out.flush();
    return 0;
  }

  private Pipeline pipeline() {
    if (after != null) {
      List<Pass> standard = Pipeline.STANDARD.passes();
      int last = standard.indexOf(named(after));
      if (last < 0) {
        throw new UserError(
            "error: the compiler does not run %s by itself, but %s; use --passes"
                .formatted(after, Pipeline.STANDARD));
      }
      return new Pipeline(standard.subList(0, last + 1));
    }
    if (passes != null) {
      try {
        return Pipeline.parse(passes);
      } catch (UnknownPassException e) {
        throw unknown(e.name());
      }
    }
    boolean all = printAfter || timePasses || checkPasses;
    return all ? Pipeline.STANDARD : new Pipeline(inline ? List.of(Passes.INLINE) : List.of());
  }

  private static Pass named(String name) {
    return Passes.named(name).orElseThrow(() -> unknown(name));
  }

  private static UserError unknown(String name) {
    List<String> names = Passes.ALL.stream().map(Pass::name).toList();
    String help =
        NearMatch.of(name, names)
            .map(near -> "did you mean " + near + "?")
            .orElse("there are " + String.join(", ", names));
    return new UserError("error: there is no pass called " + name + ": " + help);
  }
}
