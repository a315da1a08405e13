package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.training.Weights;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc predict}: the classes of one picture. */
@Command(
    name = "predict",
    description = "Shows a picture and the probability of each class.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: netc predict examples/lenet/lenet.net --weights runs/lenet/best.safetensors \\",
      "             --input examples/lenet/seven.png"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int BAR = 40;

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "W",
      description = "a safetensors file")
  Path weights;

  @Option(names = "--input", required = true, paramLabel = "PICTURE", description = "a picture")
  Path input;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    Graph graph = net.network().inference();
    Signature signature = Compiler.signature(graph);
    Signature.Slot slot = signature.inputs().getFirst();
    if (signature.inputs().size() != 1
        || slot.shape().size() != 4
        || !slot.shape().get(1).equals("1")) {
      throw new UserError(
          "error: %s takes %s, not one picture of one channel"
              .formatted(net.network().name(), signature.inputs()));
    }
    int height = Integer.parseInt(slot.shape().get(2));
    int width = Integer.parseInt(slot.shape().get(3));
    Picture picture = Picture.read(input, height, width);
    Executable executable =
        Compiler.executable(graph, Weights.read(weights, signature), Team.single());
    int classes = Integer.parseInt(signature.outputs().getFirst().shape().getLast());
    float[] scores = new float[classes];
    float[] pixels = picture.normalized(net.network().training());
    executable.run(new Object[] {pixels}, new int[] {1}, new Object[] {scores});
    show(out, picture, softmax(scores));
    return 0;
  }

  private static double[] softmax(float[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    double[] probabilities = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = Math.exp(scores[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  private void show(PrintWriter out, Picture picture, double[] probabilities) {
    int best = 0;
    for (int i = 0; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    if (json) {
      List<Double> list = new ArrayList<>();
      for (double p : probabilities) {
        list.add(p);
      }
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("class", best);
      fields.put("probabilities", list);
      out.println(JsonOutput.of(fields));
    } else {
      out.println(picture.text());
      for (int i = 0; i < probabilities.length; i++) {
        String bar = "█".repeat((int) Math.round(probabilities[i] * BAR));
        out.printf(Locale.ROOT, "%3d  %5.1f %%  %s%n", i, 100 * probabilities[i], bar);
      }
      out.printf(Locale.ROOT, "It is a %d (%.1f %%).%n", best, 100 * probabilities[best]);
    }
    out.flush();
  }
}
