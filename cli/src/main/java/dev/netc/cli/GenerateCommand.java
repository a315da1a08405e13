package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.runtime.Executable;
import dev.netc.training.DataSources;
import dev.netc.training.Sampler;
import dev.netc.training.TextFile;
import dev.netc.training.TextGenerator;
import dev.netc.training.Weights;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code netc generate}: goes on with a text as a trained model of its characters would, or draws
 * pictures.
 */
@Command(
    name = "generate",
    description =
        "Goes on with a text, character by character, as a trained model draws them;"
            + " or writes pictures that a network makes of random numbers.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: netc generate examples/text/novel.net --weights runs/novel/best.safetensors",
      "         netc generate examples/gan/gan.net --weights runs/generator/last.safetensors"
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "W",
      description = "a safetensors file")
  Path weights;

  @Option(names = "--data", paramLabel = "FILE", description = "in place of the section's text")
  @Nullable Path data;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "what to go on from; default: a new line")
  String prompt = "\n";

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "500",
      description = "characters to draw; default: ${DEFAULT-VALUE}")
  int length;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      description = "below 1 bolder choices are rarer, 0 takes the most probable; default: 1")
  double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "draw from the K most probable characters; default: from all")
  int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description = "draw from the most probable ones that have probability P together")
  double topP;

  @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  long seed;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "64",
      description = "pictures to draw; default: ${DEFAULT-VALUE}")
  int count;

  @Option(
      names = "--out",
      paramLabel = "PNG",
      defaultValue = "samples.png",
      description = "where pictures go; default: ${DEFAULT-VALUE}")
  Path pictures;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    TrainingPlan plan = net.training();
    if (DrawnPictures.areMadeBy(net.network().inference())) {
      return draw(out, net.network().inference(), plan);
    }
    TextFile text = DataSources.text(plan.data(), net.folder(), data);
    Graph graph = net.network().inference();
    Executable network =
        Compiler.executable(
            graph, Weights.read(weights, Compiler.signature(graph)), threads.team());
    Sampler sampler = new Sampler(temperature, topK, topP, seed);
    TextGenerator generator =
        new TextGenerator(network, plan.carries(), text.characters(), sampler);
    if (prompt.isEmpty()) {
      throw new UserError("error: --prompt needs at least one character to go on from");
    }
    for (int token : text.encode(prompt)) {
      generator.read(token);
    }
    StringBuilder drawn = new StringBuilder();
    if (!json) {
      out.print(prompt);
    }
    for (int i = 0; i < length; i++) {
      String character = text.decode(generator.next());
      drawn.append(character);
      if (!json) {
        out.print(character);
        out.flush();
      }
    }
    out.println(json ? JsonOutput.of(fields(drawn.toString())) : "");
    out.flush();
    return 0;
  }

  private int draw(PrintWriter out, Graph graph, TrainingPlan plan) {
    if (count < 1) {
      throw new UserError("error: --count is at least 1, not " + count);
    }
    DrawnPictures.of(graph).write(pictures, count, seed, weights, plan, threads.team());
    out.println(
        json
            ? JsonOutput.of(Map.of("pictures", count, "out", pictures.toString()))
            : "%,d pictures: %s".formatted(count, pictures));
    out.flush();
    return 0;
  }

  private Map<String, Object> fields(String drawn) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", prompt);
    fields.put("text", drawn);
    return fields;
  }
}
