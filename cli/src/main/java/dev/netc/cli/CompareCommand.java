package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.passes.KnownPasses;
import dev.netc.passes.Pipeline;
import dev.netc.passes.PipelineException;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.DataSet;
import dev.netc.training.DataSources;
import dev.netc.training.Evaluation;
import dev.netc.training.InitialTensors;
import dev.netc.training.Session;
import dev.netc.training.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

/** {@code netc compare}: what two pipelines of passes make of one network. */
@Command(
    name = "compare",
    description = {
      "Compiles a network after two pipelines of passes, and compares cost, latency and results.",
      "A pipeline is a list of passes, or options of netc opt in quotes; passes without which nothing",
      "can be compiled, inline above all, are put before it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc compare examples/resnet/resnet20.net",
      "          netc compare examples/lenet/lenet.net --a \"-O2 --disable fuse\" --b -O2",
      "                       --weights runs/lenet/best.safetensors --report lenet.html"
    })
final class CompareCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--a",
      paramLabel = "PASSES",
      defaultValue = "-O0",
      description = "one pipeline; default: ${DEFAULT-VALUE}")
  String a;

  @Option(
      names = "--b",
      paramLabel = "PASSES",
      defaultValue = "-O2",
      description = "the other one; default: ${DEFAULT-VALUE}, the standard one")
  String b;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description =
          "a safetensors file; with it loss and metrics are compared on the test examples")
  @Nullable Path weights;

  @Option(names = "--data", paramLabel = "DIR", description = "in place of the section's data")
  @Nullable Path data;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "every symbolic dim; default: ${DEFAULT-VALUE}")
  int batch;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "how long to measure both, after a warm-up; default: ${DEFAULT-VALUE}")
  double seconds;

  @Mixin PluginOptions plugins;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Option(names = "--report", paramLabel = "OUT", description = "write an HTML page, too")
  @Nullable Path report;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    check();
    KnownPasses known = plugins.known();
    Pipeline pipelineOfA = pipeline("--a", a, known);
    Pipeline pipelineOfB = pipeline("--b", b, known);
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    Team team = threads.team();
    String setting =
        String.format(
            Locale.ROOT,
            "%s, an inference, batch %,d, %s",
            net.network().name(),
            batch,
            TrainingDisplay.machine(team));
    if (!json) {
      out.printf("%s%nA: %s%nB: %s%n%n", setting, a, b);
      out.flush();
    }
    Comparison comparison = comparison(setting, net, pipelineOfA, pipelineOfB, team);
    if (report != null) {
      write(report, new ComparisonPage(comparison).html());
    }
    out.print(json ? JsonOutput.of(comparison.fields()) + "\n" : comparison);
    if (!json && report != null) {
      out.println("Report: " + report);
    }
    out.flush();
    return 0;
  }

  private void check() {
    if (batch < 1) {
      throw new UserError("error: --batch is at least 1, not " + batch);
    }
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new UserError("error: --seconds is above 0 and at most 3600, not " + seconds);
    }
    if (data != null && weights == null) {
      throw new UserError(
          "error: --data needs --weights: fresh parameters recognise nothing to compare");
    }
  }

  private Pipeline pipeline(String option, String text, KnownPasses known) {
    try {
      return PipelineOptions.parse(text, known).compilable();
    } catch (PipelineException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private Comparison comparison(
      String setting, NetFile net, Pipeline pipelineOfA, Pipeline pipelineOfB, Team team)
      throws IOException {
    Graph graph = net.network().inference();
    Map<String, Long> extents = new HashMap<>();
    graph.symbols().forEach(symbol -> extents.put(symbol, (long) batch));
    Map<String, Tensor> tensors = tensors(net.network(), Compiler.signature(graph));
    Contender contenderA = Contender.of(a, pipelineOfA, graph, extents);
    Contender contenderB = Contender.of(b, pipelineOfB, graph, extents);
    RandomRun runOfA = run(contenderA, graph, tensors, extents, team);
    RandomRun runOfB = run(contenderB, graph, tensors, extents, team);
    runOfA.run();
    runOfB.run();
    Difference difference = difference(graph, runOfA.outputs(), runOfB.outputs());
    return new Comparison(
        setting,
        contenderA,
        contenderB,
        compileMs(graph, pipelineOfA, pipelineOfB),
        PairedTimes.of(runOfA, runOfB, seconds),
        difference,
        weights == null ? List.of() : scores(net, pipelineOfA, pipelineOfB, team));
  }

  private Map<String, Tensor> tensors(CompiledNetwork network, Signature signature) {
    return weights == null
        ? InitialTensors.parameters(network, SEED)
        : Weights.read(weights, signature);
  }

  private static RandomRun run(
      Contender contender,
      Graph graph,
      Map<String, Tensor> tensors,
      Map<String, Long> extents,
      Team team) {
    return new RandomRun(graph, contender.make().apply(tensors).session(team), extents);
  }

  private static Difference difference(Graph graph, Object[] ofA, Object[] ofB) {
    Difference largest = Difference.NONE;
    for (int i = 0; i < ofA.length; i++) {
      Object expected = ofA[i];
      Object actual = ofB[i];
      largest =
          largest.or(
              "output " + graph.outputs().get(i).name(),
              java.lang.reflect.Array.getLength(expected),
              j -> Elements.get(expected, j),
              j -> Elements.get(actual, j));
    }
    return largest;
  }

  /** The better of two times each; both have been compiled before, so the compiler is warm. */
  private static List<Double> compileMs(Graph graph, Pipeline a, Pipeline b) {
    double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    for (int i = 0; i < 2; i++) {
      best[0] = Math.min(best[0], Timing.time(() -> Compiler.compile(graph, a)));
      best[1] = Math.min(best[1], Timing.time(() -> Compiler.compile(graph, b)));
    }
    return List.of(best[0], best[1]);
  }

  /** Loss and metrics of each test example; none if the file does not say how to train. */
  private List<PairedScores> scores(NetFile net, Pipeline a, Pipeline b, Team team)
      throws IOException {
    if (net.network().training().isEmpty()) {
      return List.of();
    }
    TrainingPlan plan = net.training();
    Graph evaluate = plan.evaluate();
    Map<String, Tensor> tensors = Weights.read(weights, Compiler.signature(evaluate));
    DataSet examples = DataSources.open(plan.data(), net.folder(), data, Session.dataSlots(plan));
    List<Map<String, List<Double>>> both = new ArrayList<>();
    for (Pipeline pipeline : List.of(a, b)) {
      both.add(
          Evaluation.ofEach(
              Compiler.compile(evaluate, pipeline).apply(tensors).session(team), examples));
    }
    List<PairedScores> scores = new ArrayList<>();
    both.getFirst()
        .forEach((name, ofA) -> scores.add(new PairedScores(name, ofA, both.get(1).get(name))));
    return scores;
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UserError("error: " + path + " cannot be written: " + e.getMessage());
    }
  }
}
