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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "W",
      description = "a safetensors file")
  Path weights;

  @Option(
      names = "--energy",
      paramLabel = "E",
      defaultValue = "0.95",
      description = "what is kept of the sum of squares of each weight; default: ${DEFAULT-VALUE}")
  double energy;

  @Option(names = "--data", paramLabel = "DIR", description = "in place of the section's data")
  @Nullable Path data;

  @Option(names = "-o", required = true, paramLabel = "DIR", description = "the folder to write to")
  Path folder;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    if (!(energy > 0 && energy <= 1)) {
      throw new UserError("error: --energy is above 0 and at most 1, not " + energy);
    }
    PrintWriter out = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    Graph graph = inlined(net.network().inference());
    Map<String, Tensor> tensors = Weights.read(weights, Compiler.signature(graph));
    Factorization factorization = Factorization.of(graph, tensors, energy);
    Graph factored = factorization.apply(graph);
    Map<String, Tensor> factors = factorization.apply(tensors);
    Path ir = folder.resolve(net.network().name().toLowerCase(Locale.ROOT) + ".ir");
    write(ir, GraphText.print(factored), factors);
    List<PairedScores> scores =
        net.network().training().isEmpty() ? List.of() : scores(net, factorization, threads.team());
    Map<String, Long> before = costs(graph);
    Map<String, Long> after = costs(factored);
    if (json) {
      out.println(JsonOutput.of(fields(factorization, before, after, scores, ir)));
    } else {
      out.print(text(factorization, before, after, scores));
      out.println("Wrote " + ir + " and " + ir.resolveSibling("weights.safetensors") + ".");
    }
    out.flush();
    return 0;
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

  /** Loss and metrics of each test example with the weights as they were, and as they are. */
  private List<PairedScores> scores(NetFile net, Factorization factorization, Team team)
      throws IOException {
    TrainingPlan plan = net.training();
    Graph evaluate = inlined(plan.evaluate());
    Map<String, Tensor> tensors = Weights.read(weights, Compiler.signature(evaluate));
    DataSet examples = DataSources.open(plan.data(), net.folder(), data, Session.dataSlots(plan));
    Map<String, List<Double>> before =
        Evaluation.ofEach(Compiler.executable(evaluate, tensors, team), examples);
    Map<String, List<Double>> after =
        Evaluation.ofEach(
            Compiler.executable(factorization.apply(evaluate), factorization.apply(tensors), team),
            examples);
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
      Factorization factorization,
      Map<String, Long> before,
      Map<String, Long> after,
      List<PairedScores> scores) {
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
    Map<String, Object> byName = new LinkedHashMap<>();
    scores.forEach(s -> byName.put(s.name(), Comparison.fields(s)));
    fields.put("scores", byName);
    fields.put("graph", ir.toString());
    return fields;
  }
}
