package dev.netc.cli;

import dev.netc.cli.lowrank.Factorization;
import dev.netc.codegen.Compiler;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.ir.analysis.Products;
import dev.netc.passes.Pipeline;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.DataSet;
import dev.netc.training.DataSources;
import dev.netc.training.Evaluation;
import dev.netc.training.Session;
import dev.netc.training.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc factorize}: trained weights as products of smaller ones. */
@Command(
    name = "factorize",
    description = {
      "Replaces trained weights of convolutions and matrix products by products of two smaller ones, by",
      "their singular values, where that is cheaper. Writes the graph and its weights."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: netc factorize examples/lenet/lenet.net --weights runs/lenet/best.safetensors",
      "                        --energy 0.9 -o small"
    })
final class FactorizeCommand implements Callable<Integer> {
  private static final double USUAL_ENERGY = 0.95;

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "W",
      description = "a safetensors file")
  Path weights;

  /** What says how small the factors are; one of these. */
  static final class Ranks {
    @Option(
        names = "--energy",
        paramLabel = "E",
        description = "what is kept of the sum of squares of each weight; default: 0.95")
    @Nullable Double energy;

    @Option(
        names = "--work",
        paramLabel = "S",
        description = "as much as fits in this share of the multiply-accumulates")
    @Nullable Double work;

    @Option(
        names = "--lose",
        paramLabel = "B",
        description = "as little as makes the first metric fall by no more than this: 0.005")
    @Nullable Double loss;

    /** Whether they are in range, all of which end at 1. */
    private static void check(String option, @Nullable Double value) {
      if (value != null && !(value > 0 && value <= 1)) {
        throw new UserError("error: " + option + " is above 0 and at most 1, not " + value);
      }
    }

    void check() {
      check("--energy", energy);
      check("--work", work);
      check("--lose", loss);
    }
  }

  @ArgGroup(exclusive = true)
  Ranks ranks = new Ranks();

  @Option(
      names = "--fine-tune",
      paramLabel = "EPOCHS",
      defaultValue = "0",
      description = "train the factors on, as the training section says")
  int epochs;

  @Option(names = "--data", paramLabel = "DIR", description = "in place of the section's data")
  @Nullable Path data;

  @Option(names = "-o", required = true, paramLabel = "DIR", description = "the folder to write to")
  Path folder;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    ranks.check();
    if (epochs < 0) {
      throw new UserError("error: --fine-tune is at least 0, not " + epochs);
    }
    if (GraphOptions.isPrinted(file)) {
      throw new UserError(
          "error: %s is a graph: give the .net file that it was made of".formatted(file));
    }
    PrintWriter out = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    if (epochs > 0 || ranks.loss != null) {
      examples(net); // before anything is computed or written without them
    }
    Graph graph = inlined(net.network().inference());
    Map<String, Tensor> tensors = Weights.read(weights, Compiler.signature(graph));
    Team team = threads.team();
    Factorization factorization = factorization(net, graph, tensors, team);
    Graph factored = factorization.apply(graph);
    Map<String, Tensor> factors = factorization.apply(tensors);
    Path ir = folder.resolve(net.network().name().toLowerCase(Locale.ROOT) + ".ir");
    write(ir, GraphText.print(factored), factors);
    boolean isTrainable = net.network().training().isPresent();
    List<PairedScores> scores = isTrainable ? scores(net, factorization, factors, team) : List.of();
    Map<String, Long> before = costs(graph);
    Map<String, Long> after = costs(factored);
    if (!json) {
      out.print(text(factorization, before, after));
      out.print(text(scores));
      out.flush();
    }
    List<PairedScores> tunedScores = List.of();
    if (epochs > 0) {
      Map<String, Tensor> tuned = fineTuned(net, factorization, team);
      write(ir, GraphText.print(factored), only(tuned, factors));
      tunedScores = scores(net, factorization, tuned, team);
    }
    if (json) {
      Map<String, Object> fields = fields(factorization, before, after, scores, ir);
      if (epochs > 0) {
        fields.put("fine_tuned_scores", byName(tunedScores));
      }
      out.println(JsonOutput.of(fields));
    } else {
      if (epochs > 0) {
        out.printf(
            "%nafter %d %s of fine-tuning%n%s",
            epochs, epochs == 1 ? "epoch" : "epochs", text(tunedScores));
      }
      out.println("Wrote " + ir + " and " + ir.resolveSibling("weights.safetensors") + ".");
    }
    out.flush();
    return 0;
  }

  private Factorization factorization(
      NetFile net, Graph graph, Map<String, Tensor> tensors, Team team) throws IOException {
    RankChoice choice = new RankChoice(graph, tensors);
    if (ranks.work != null) {
      return choice.forWork(ranks.work);
    }
    if (ranks.loss != null) {
      Graph evaluate = inlined(net.training().evaluate());
      return new RankChoice(graph, Weights.read(weights, Compiler.signature(evaluate)))
          .forAccuracy(evaluate, examples(net), ranks.loss, team);
    }
    return Factorization.of(graph, tensors, ranks.energy == null ? USUAL_ENERGY : ranks.energy);
  }

  private DataSet examples(NetFile net) throws IOException {
    TrainingPlan plan = net.training();
    return DataSources.open(plan.data(), net.folder(), data, Session.dataSlots(plan));
  }

  private Map<String, Tensor> fineTuned(NetFile net, Factorization factorization, Team team)
      throws IOException {
    if (factorization.isEmpty()) {
      throw new UserError("error: no weights became smaller, so there is nothing to fine-tune");
    }
    NetFile low =
        NetFile.compile(file, factorization.lowRanks(), new PrintWriter(Writer.nullWriter()));
    Path run = Files.createDirectories(folder.resolve("fine-tuning"));
    TrainingDisplay display = new TrainingDisplay(json ? null : spec.commandLine().getOut());
    Graph evaluate = inlined(net.training().evaluate());
    Map<String, Tensor> start = Weights.read(weights, Compiler.signature(evaluate));
    Map<String, Tensor> tuned =
        new FineTuning(low, examples(net), run, team, display).run(factorization, start, epochs);
    display.close();
    return tuned;
  }

  /** Of some tensors those that others are there for, too. */
  private static Map<String, Tensor> only(Map<String, Tensor> some, Map<String, Tensor> others) {
    Map<String, Tensor> kept = new LinkedHashMap<>(some);
    kept.keySet().retainAll(others.keySet());
    return kept;
  }

  /** Without blocks, and with the products in the form in which they are looked for. */
  private static Graph inlined(Graph graph) {
    return Pipeline.parse("inline,fold-constants,simplify,cse,dce").run(graph);
  }

  private void write(Path ir, String text, Map<String, Tensor> tensors) {
    try {
      Files.createDirectories(folder);
      Files.writeString(ir, text);
      Safetensors.write(folder.resolve("weights.safetensors"), tensors, Map.of());
    } catch (IOException e) {
      throw new UserError("error: " + folder + " cannot be written: " + e.getMessage());
    }
  }

  /** Loss and metrics of each test example with the weights as they were, and with factors. */
  private List<PairedScores> scores(
      NetFile net, Factorization factorization, Map<String, Tensor> factors, Team team)
      throws IOException {
    Graph evaluate = inlined(net.training().evaluate());
    Map<String, Tensor> tensors = Weights.read(weights, Compiler.signature(evaluate));
    DataSet examples = examples(net);
    Map<String, Tensor> changed = new LinkedHashMap<>(factorization.apply(tensors));
    changed.putAll(factors);
    Map<String, List<Double>> before =
        Evaluation.ofEach(Compiler.executable(evaluate, tensors, team), examples);
    Map<String, List<Double>> after =
        Evaluation.ofEach(
            Compiler.executable(factorization.apply(evaluate), changed, team), examples);
    List<PairedScores> scores = new ArrayList<>();
    before.forEach((name, a) -> scores.add(new PairedScores(name, a, after.get(name))));
    return scores;
  }

  private static Map<String, Long> costs(Graph graph) {
    Map<String, Long> costs = new LinkedHashMap<>();
    costs.put(
        "parameters",
        graph.parameters().stream().mapToLong(v -> v.shape().size().constant()).sum());
    costs.put("multiply_accumulates", Products.of(graph, Map.of()));
    return costs;
  }

  private static String text(
      Factorization factorization, Map<String, Long> before, Map<String, Long> after) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-28s %-18s %-17s %11s %19s  %7s%n",
            "weights",
            "shape",
            "as",
            "rank",
            "elements",
            "energy"));
    factorization.layers().forEach((path, layer) -> text.append(line(path, layer)));
    text.append('\n');
    before.forEach(
        (name, count) ->
            text.append(
                row(
                    name.replace('_', '-'),
                    Units.count(count),
                    Units.count(after.get(name)),
                    String.format(
                        Locale.ROOT, "%.2f", (double) after.get(name) / (double) count))));
    return text.toString();
  }

  private static String text(List<PairedScores> scores) {
    StringBuilder text = new StringBuilder();
    scores.stream()
        .map(Comparison::scored)
        .forEach(r -> text.append(row(r.name(), r.a(), r.b(), r.ratio())));
    return text.toString();
  }

  private static String row(String name, String before, String after, String ratio) {
    return String.format(Locale.ROOT, "%-20s %12s -> %12s   %s%n", name, before, after, ratio);
  }

  private static String line(String path, Factorization.Layer layer) {
    int elements = layer.shape().stream().reduce(1, Math::multiplyExact);
    return layer
        .factors()
        .map(
            p ->
                String.format(
                    Locale.ROOT,
                    "%-28s %-18s %-17s %4d of %4d %,8d -> %,8d  %5.1f %%%n",
                    path,
                    layer.shape(),
                    p.scheme(),
                    p.rank(),
                    layer.fullRank(),
                    elements,
                    p.elements(),
                    100 * p.energy()))
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "%-28s %-18s %-17s %12s %,8d%n",
                    path,
                    layer.shape(),
                    "it is",
                    "",
                    elements));
  }

  private static Map<String, Object> fields(
      Factorization factorization,
      Map<String, Long> before,
      Map<String, Long> after,
      List<PairedScores> scores,
      Path ir) {
    List<Map<String, Object>> layers = new ArrayList<>();
    factorization
        .layers()
        .forEach(
            (path, layer) -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("weights", path);
              fields.put("shape", layer.shape());
              layer
                  .factors()
                  .ifPresent(
                      p -> {
                        fields.put("as", p.scheme().toString());
                        fields.put("rank", p.rank());
                        fields.put("full_rank", layer.fullRank());
                        fields.put("energy", p.energy());
                        fields.put("elements", p.elements());
                      });
              layers.add(fields);
            });
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("layers", layers);
    fields.put("before", before);
    fields.put("after", after);
    fields.put("scores", byName(scores));
    fields.put("graph", ir.toString());
    return fields;
  }

  private static Map<String, Object> byName(List<PairedScores> scores) {
    Map<String, Object> byName = new LinkedHashMap<>();
    scores.forEach(s -> byName.put(s.name(), Comparison.fields(s)));
    return byName;
  }
}
