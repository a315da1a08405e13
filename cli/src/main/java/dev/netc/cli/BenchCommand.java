package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.codegen.MemoryBudget;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;
import dev.netc.ir.analysis.Products;
import dev.netc.passes.Pipeline;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.runtime.Vectors;
import dev.netc.training.InitialTensors;
import dev.netc.training.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc bench}: how fast a network runs on this machine. */
@Command(
    name = "bench",
    description = {
      "Times an inference or a training step on random inputs, once the JVM has warmed up.",
      "Parameters are drawn as for a training, unless --weights names them."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc bench examples/lenet/lenet.net",
      "          netc bench examples/lenet/lenet.net --training --batch 64 --threads 1"
    })
final class BenchCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Spec CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "the .net file, or with --weights a graph that was printed to an .ir file")
  Path file;

  @Option(names = "--training", description = "a training step instead of an inference")
  boolean training;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "every symbolic dim; default: 1, or the batch of the training section")
  @Nullable Integer batch;

  @Option(names = "--weights", paramLabel = "W", description = "a safetensors file")
  @Nullable Path weights;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "how long to measure, after a warm-up; default: ${DEFAULT-VALUE}")
  double seconds;

  @Mixin MemoryOption memory;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new UserError("error: --seconds is above 0 and at most 3600, not " + seconds);
    }
    if (batch != null && batch < 1) {
      throw new UserError("error: --batch is at least 1, not " + batch);
    }
    Subject subject = GraphOptions.isPrinted(file) ? printed() : network();
    Graph graph = subject.graph();
    Map<String, Long> extents = new HashMap<>();
    graph.symbols().forEach(symbol -> extents.put(symbol, (long) subject.examples()));
    Team team = threads.team();
    if (!json) {
      out.printf(
          Locale.ROOT,
          "%s, %s, batch %,d, %s%n",
          subject.name(),
          training ? "a training step" : "an inference",
          subject.examples(),
          TrainingDisplay.machine(team));
      out.flush();
    }
    Optional<MemoryBudget> budget = memory.fit(graph, Pipeline.standard(), subject.examples());
    if (!json) {
      budget.map(MemoryReport::text).ifPresent(out::println);
    }
    Executable executable =
        Compiler.compile(
                budget.map(MemoryBudget::graph).orElse(graph),
                budget.isPresent() ? Pipeline.parse("") : Pipeline.standard())
            .apply(subject.tensors())
            .session(team);
    RandomRun run = new RandomRun(graph, executable, extents);
    Timing timing = Timing.of(run, seconds);
    report(out, subject, extents, team, timing, budget);
    return 0;
  }

  /**
   * What is timed.
   *
   * @param parameters elements of those of the network, without the optimiser's state
   * @param examples the batch
   */
  private record Subject(
      String name, Graph graph, Map<String, Tensor> tensors, long parameters, int examples) {}

  private Subject printed() throws IOException {
    if (weights == null || training) {
      throw new UserError(
          "error: %s is a graph: give its parameters with --weights, and no --training"
              .formatted(file));
    }
    Graph graph = GraphOptions.printed(file);
    Map<String, Tensor> tensors = Weights.read(weights, Compiler.signature(graph));
    long parameters = tensors.values().stream().mapToLong(Tensor::size).sum();
    return new Subject(graph.name(), graph, tensors, parameters, batch == null ? 1 : batch);
  }

  private Subject network() throws IOException {
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    Graph graph = training ? net.training().step() : net.network().inference();
    return new Subject(
        net.network().name(),
        graph,
        tensors(net.network(), graph),
        LayerCosts.of(net.network()).parameters(),
        examples(net.network()));
  }

  private int examples(CompiledNetwork network) {
    if (batch != null) {
      return batch;
    }
    return training ? network.training().map(TrainingPlan::batch).orElse(1) : 1;
  }

  private Map<String, Tensor> tensors(CompiledNetwork network, Graph graph) {
    if (weights == null) {
      return training
          ? InitialTensors.forTraining(network.training().orElseThrow(), SEED)
          : InitialTensors.parameters(network, SEED);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    if (training) {
      tensors.putAll(InitialTensors.forTraining(network.training().orElseThrow(), SEED));
      tensors.putAll(Weights.read(weights, Compiler.signature(network.inference())));
    } else {
      tensors.putAll(Weights.read(weights, Compiler.signature(graph)));
    }
    return tensors;
  }

  private void report(
      PrintWriter out,
      Subject subject,
      Map<String, Long> extents,
      Team team,
      Timing timing,
      Optional<MemoryBudget> budget) {
    Graph graph = subject.graph();
    int examples = subject.examples();
    long products = Products.of(Inliner.inlineBlocks(graph), extents);
    long arena =
        budget.map(MemoryBudget::after).orElseGet(() -> Compiler.memory(graph, extents).bytes());
    double examplesPerSecond = examples * 1e3 / timing.median();
    double rate = 2.0 * products / timing.median() / 1e6;
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("network", subject.name());
      fields.put("training", training);
      fields.put("batch", examples);
      fields.put("threads", team.size());
      fields.put("vector_bits", Vectors.bits());
      fields.put("parameters", subject.parameters());
      fields.put("multiply_accumulates", products);
      fields.put("arena_bytes", arena);
      fields.put("first_ms", timing.first());
      fields.put("runs", timing.runs());
      fields.put("median_ms", timing.median());
      fields.put("best_ms", timing.best());
      fields.put("p90_ms", timing.p90());
      fields.put("examples_per_second", examplesPerSecond);
      fields.put("gflops_per_second", rate);
      budget.ifPresent(b -> fields.put("memory", MemoryReport.fields(b)));
      out.println(JsonOutput.of(fields));
    } else {
      out.printf(
          Locale.ROOT,
          "median %s ms   (best %s, 9 of 10 within %s; %,d runs; the first took %s ms)%n",
          Timing.rounded(timing.median()),
          Timing.rounded(timing.best()),
          Timing.rounded(timing.p90()),
          timing.runs(),
          Timing.rounded(timing.first()));
      out.printf(
          Locale.ROOT,
          "%,.0f examples/s, %.1f GFLOP/s in products and convolutions; arena %,d bytes%n",
          examplesPerSecond,
          rate,
          arena);
    }
    out.flush();
  }
}
