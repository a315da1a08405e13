package dev.netc.cli;

import dev.netc.codegen.ClassNames;
import dev.netc.codegen.MemoryBudget;
import dev.netc.codegen.NetworkClass;
import dev.netc.codegen.TrainingGraphs;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.passes.Pipeline;
import dev.netc.training.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  @Option(names = "--training", description = "a trainer, too, and the class of its step")
  boolean training;

  @Mixin MemoryOption memory;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "every symbolic dim, for --memory; default: ${DEFAULT-VALUE}")
  int batch;

  @Option(names = "--events", description = "tell the JDK Flight Recorder of each kernel")
  boolean events;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  private Optional<MemoryBudget> budget = Optional.empty();

  @Override
  public Integer call() throws Exception {
    if (!javax.lang.model.SourceVersion.isName(packageName)) {
      throw new UserError("error: `" + packageName + "` is no name of a package");
    }
    Map<String, String> sources = GraphOptions.isPrinted(file) ? ofGraph() : ofNetwork();
    PrintWriter terminal = spec.commandLine().getOut();
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path target = out.resolve(packageName.replace('.', '/')).resolve(source.getKey() + ".java");
      write(target, source.getValue());
      files.add(target.toString());
    }
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("class", packageName + "." + sources.keySet().iterator().next());
      fields.put("file", files.getFirst());
      fields.put("files", files);
      budget.ifPresent(b -> fields.put("memory", MemoryReport.fields(b)));
      terminal.println(JsonOutput.of(fields));
    } else {
      budget.map(MemoryReport::text).ifPresent(terminal::println);
      files.forEach(target -> terminal.println("wrote " + target));
    }
    terminal.flush();
    return 0;
  }

  private Map<String, String> ofGraph() throws IOException {
    Graph graph = GraphOptions.printed(file);
    String name = named(graph.name().replaceAll("\\.forward$", "").replaceAll("\\W", "_"));
    NetworkClass wanted = new NetworkClass(graph, packageName, name).weightsBeside(file);
    return Map.of(name, source(fit(wanted)));
  }

  /** The class with a graph that fits in the memory that is given. */
  private NetworkClass fit(NetworkClass wanted) {
    budget = memory.fit(wanted.graph(), Pipeline.standard(), batch);
    budget.ifPresent(b -> wanted.lowered(b.graph()));
    return wanted;
  }

  private String source(NetworkClass wanted) {
    return events ? wanted.events().source() : wanted.source();
  }

  private Map<String, String> ofNetwork() throws IOException {
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    String name = named(net.network().name());
    NetworkClass wanted =
        new NetworkClass(net.network().inference(), packageName, name)
            .text(SourceFile.read(file).text())
            .weightsBeside(file)
            .initializer(net.network().initialize());
    if (!training) {
      return Map.of(name, source(fit(wanted)));
    }
    TrainingPlan plan = net.training();
    String step = NetworkClass.stepClass(name);
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(
        name,
        source(
            wanted
                .initializer(plan.initialize())
                .training(
                    new TrainingGraphs(
                        plan.step(), plan.initializeState(), plan.carries().keySet()))));
    sources.put(step, source(fit(new NetworkClass(plan.step(), packageName, step))));
    return sources;
  }

  private static String named(String className) {
    ClassNames.fault(className)
        .ifPresent(
            fault -> {
              throw new UserError(
                  "error: no Java class can be called `%s`: %s; rename the network"
                      .formatted(className, fault));
            });
    return className;
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
