package dev.netc.cli;

import dev.netc.codegen.ClassNames;
import dev.netc.codegen.MemoryBudget;
import dev.netc.codegen.NetworkClass;
import dev.netc.ir.Graph;
import dev.netc.passes.Pipeline;
import dev.netc.training.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc compile}: writes a network as a Java class. */
@Command(
    name = "compile",
    description = "Writes a network as a Java class.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: netc compile examples/lenet/lenet.net -o src/main/java --package app"})
final class CompileCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "the .net file, or a graph that was printed to an .ir file")
  Path file;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "the folder of the sources")
  Path out;

  @Option(names = "--package", required = true, paramLabel = "P", description = "the package")
  String packageName;

  @Option(names = "--training", description = "the training step instead of inference")
  boolean training;

  @Mixin MemoryOption memory;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "every symbolic dim, for --memory; default: ${DEFAULT-VALUE}")
  int batch;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    if (!javax.lang.model.SourceVersion.isName(packageName)) {
      throw new UserError("error: `" + packageName + "` is no name of a package");
    }
    String className;
    NetworkClass wanted;
    if (GraphOptions.isPrinted(file)) {
      Graph graph = GraphOptions.printed(file);
      className = graph.name().replaceAll("\\.forward$", "").replaceAll("\\W", "_");
      wanted = new NetworkClass(graph, packageName, className).weightsBeside(file);
    } else {
      NetFile net = NetFile.compile(file, spec.commandLine().getErr());
      className = net.network().name() + (training ? "Step" : "");
      wanted =
          training
              ? new NetworkClass(net.training().step(), packageName, className)
              : new NetworkClass(net.network().inference(), packageName, className)
                  .weightsBeside(file)
                  .initializer(net.network().initialize());
    }
    ClassNames.fault(className)
        .ifPresent(
            fault -> {
              throw new UserError(
                  "error: no Java class can be called `%s`: %s; rename the network"
                      .formatted(className, fault));
            });
    Path target = out.resolve(packageName.replace('.', '/')).resolve(className + ".java");
    Optional<MemoryBudget> budget = memory.fit(wanted.graph(), Pipeline.standard(), batch);
    budget.ifPresent(b -> wanted.lowered(b.graph()));
    write(target, wanted.source());
    PrintWriter terminal = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("class", packageName + "." + className);
      fields.put("file", target.toString());
      budget.ifPresent(b -> fields.put("memory", MemoryReport.fields(b)));
      terminal.println(JsonOutput.of(fields));
    } else {
      budget.map(MemoryReport::text).ifPresent(terminal::println);
      terminal.println("wrote " + target);
    }
    terminal.flush();
    return 0;
  }

  private static void write(Path target, String source) {
    try {
      Files.createDirectories(target.getParent());
      WholeFile.write(target, source.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserError("error: " + target + " cannot be written: " + e.getMessage());
    }
  }
}
