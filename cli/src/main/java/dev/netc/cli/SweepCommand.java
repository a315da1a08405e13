package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.passes.KnownPasses;
import dev.netc.passes.Pipeline;
import dev.netc.passes.PipelineException;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.DataSet;
import dev.netc.training.DataSources;
import dev.netc.training.Evaluation;
import dev.netc.training.InitialTensors;
import dev.netc.training.Session;
import dev.netc.training.Trial;
import dev.netc.training.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc sweep}: many forms of one network, and which of them are worth having. */
@Command(
    name = "sweep",
    description = {
      "Compiles a network with other values for its constants and after other passes, and shows"
          + " what",
      "each costs and gives, and which no other beats. With --set each is trained, for --epochs."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc sweep examples/mlp/width.net --set width=4,16,64",
      "          netc sweep examples/lenet/lenet.net --passes-list \"-O0; -O2; -O2 --disable"
          + " fuse\"",
      "                     --weights runs/lenet/best.safetensors"
    })
final class SweepCommand implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int BATCH = 200;

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "NAME=A,B",
      description = "values of a constant of the network; may be repeated, for all combinations")
  List<String> sets = new ArrayList<>();

  @Option(
      names = "--passes-list",
      paramLabel = "P;Q",
      description = "pipelines, or options of netc opt, with semicolons between them")
  @Nullable String pipelines;

  @Option(names = "--weights", paramLabel = "W", description = "trained weights, without --set")
  @Nullable Path weights;

  @Option(
      names = "--epochs",
      description = "how long each is trained, with --set; default: a tenth of the section's")
  @Nullable Integer epochs;

  @Option(names = "--data", paramLabel = "DIR", description = "in place of the section's data")
  @Nullable Path data;

  @Option(
      names = "--batch",
      defaultValue = "1",
      description = "every symbolic dim of an inference that is timed; default: ${DEFAULT-VALUE}")
  int batch;

  @Option(
      names = "--seconds",
      defaultValue = "1",
      description = "how long to time each, after a warm-up; default: ${DEFAULT-VALUE}")
  double seconds;

  @Option(
      names = "--picture",
      paramLabel = "OUT",
      description = "where the picture goes; default: runs/NAME/sweep.png")
  @Nullable Path picture;

  @Mixin PluginOptions plugins;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object and nothing else")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    check();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    List<SweepVariant> variants = SweepVariant.all(SourceFile.read(file), values(), pipelines());
    Team team = threads.team();
    if (!json) {
      out.printf(
          "%s, %d variants, an inference of batch %,d, %s%n",
          net.network().name(), variants.size(), batch, TrainingDisplay.machine(team));
      out.flush();
    }
    List<SweepPoint> points = new ArrayList<>();
    Map<CompiledNetwork, Map<String, Tensor>> trained = new HashMap<>();
    RandomRun first = null;
    for (SweepVariant variant : variants) {
      Map<String, Tensor> tensors = trained.get(variant.network());
      if (tensors == null) {
        tensors = tensors(net, variant.network(), team);
        trained.put(variant.network(), tensors);
      }
      Graph graph = variant.network().inference();
      Map<String, Long> extents = new HashMap<>();
      graph.symbols().forEach(symbol -> extents.put(symbol, (long) batch));
      Contender form = Contender.of(variant.name(), variant.pipeline(), graph, extents);
      RandomRun run =
          new RandomRun(graph, form.make().apply(own(tensors, graph)).session(team), extents);
      first = first == null ? run : first;
      PairedTimes times = PairedTimes.of(first, run, seconds);
      points.add(
          new SweepPoint(
              variant.name(),
              form,
              Bootstrap.median(times.b()),
              times.ratio(),
              scores(net, variant, tensors, team)));
      if (!json) {
        out.print(Terminal.OUT ? "." : "");
        out.flush();
      }
    }
    report(out, net.network().name(), points);
    return 0;
  }

  private void check() {
    if (sets.isEmpty() && pipelines == null) {
      throw new ParameterException(
          spec.commandLine(), "say what to vary: --set width=8,16 or --passes-list \"-O0; -O2\"");
    }
    if (!sets.isEmpty() && weights != null) {
      throw new UserError(
          "error: --weights fit one network, and --set makes several: each is trained");
    }
    if (epochs != null && (sets.isEmpty() || epochs < 1)) {
      throw new UserError("error: --epochs is at least 1, and how long --set trains");
    }
    if (batch < 1 || !(seconds > 0)) {
      throw new UserError("error: --batch is at least 1 and --seconds above 0");
    }
  }

  private Map<String, List<String>> values() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals < 1 || equals == set.length() - 1) {
        throw new UserError("error: --set is `name=value,value`, not `" + set + "`");
      }
      values.put(
          set.substring(0, equals).strip(),
          Arrays.stream(set.substring(equals + 1).split(",", -1)).map(String::strip).toList());
    }
    return values;
  }

  private Map<String, Pipeline> pipelines() {
    if (pipelines == null) {
      return Map.of("-O2", Pipeline.standard());
    }
    KnownPasses known = plugins.known();
    Map<String, Pipeline> all = new LinkedHashMap<>();
    for (String text : pipelines.split(";", -1)) {
      try {
        all.put(text.strip(), PipelineOptions.parse(text, known).compilable());
      } catch (PipelineException e) {
        throw new ParameterException(spec.commandLine(), "--passes-list: " + e.getMessage(), e);
      }
    }
    return all;
  }

  /** Trained parameters, or fresh ones where nothing says how to get them. */
  private Map<String, Tensor> tensors(NetFile net, CompiledNetwork network, Team team)
      throws IOException {
    if (weights != null) {
      Graph graph = network.training().map(TrainingPlan::evaluate).orElse(network.inference());
      return Weights.read(weights, Compiler.signature(graph));
    }
    if (sets.isEmpty() || network.training().isEmpty()) {
      return InitialTensors.parameters(network, SEED);
    }
    TrainingPlan plan = network.training().get();
    DataSet examples = examples(net, plan);
    Session session = Session.start(plan, SEED, team);
    int size = Math.min(plan.batch(), examples.train().count());
    long updates =
        (long) (epochs == null ? Math.max(1, plan.epochs() / 10) : epochs)
            * (examples.train().count() / size);
    Trial.run(session, examples, size, SEED, Trial.Budget.ofUpdates(updates));
    return session.weights();
  }

  private static Map<String, Tensor> own(Map<String, Tensor> tensors, Graph graph) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    Compiler.signature(graph).parameters().forEach(p -> own.put(p.name(), tensors.get(p.name())));
    return own;
  }

  private DataSet examples(NetFile net, TrainingPlan plan) {
    return DataSources.open(plan.data(), net.folder(), data, Session.dataSlots(plan));
  }

  private Map<String, Double> scores(
      NetFile net, SweepVariant variant, Map<String, Tensor> tensors, Team team) {
    Optional<TrainingPlan> plan = variant.network().training();
    if (plan.isEmpty() || (weights == null && sets.isEmpty())) {
      return Map.of();
    }
    Graph evaluate = plan.get().evaluate();
    DataSet examples = examples(net, plan.get());
    return Evaluation.run(
        Compiler.compile(evaluate, variant.pipeline()).apply(own(tensors, evaluate)).session(team),
        examples,
        examples.inStreams() ? plan.get().batch() : BATCH);
  }

  private void report(PrintWriter out, String name, List<SweepPoint> points) {
    Path target =
        picture != null
            ? picture
            : Path.of("runs", name.toLowerCase(Locale.ROOT)).resolve("sweep.png");
    Optional<Path> drawn = Optional.empty();
    try {
      SweepPicture.draw(target, points);
      drawn = Optional.of(target);
    } catch (IOException e) {
      spec.commandLine().getErr().println("warning: " + e.getMessage());
    }
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("network", name);
      fields.put("points", points.stream().map(p -> p.fields(points)).toList());
      drawn.ifPresent(p -> fields.put("picture", p.toString()));
      out.println(JsonOutput.of(fields));
    } else {
      out.print(SweepTable.of(points));
      drawn.ifPresent(p -> out.println("Picture: " + p));
    }
    out.flush();
  }
}
