package dev.netc.cli;

import static java.util.stream.Collectors.joining;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.Classification;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.runtime.Executable;
import dev.netc.training.DataSet;
import dev.netc.training.DataSources;
import dev.netc.training.Evaluation;
import dev.netc.training.Session;
import dev.netc.training.Weights;
import dev.netc.training.metrics.ClassificationMetrics;
import dev.netc.training.metrics.ClassificationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc eval}: loss, metrics and how classes are told apart on the test examples. */
@Command(
    name = "eval",
    description = {
      "Computes loss and metrics on the test examples. If the training section has a line",
      "`classify`, also precision, recall, F1, ROC AUC and average precision of each class,",
      "with pictures of the confusion matrix and the curves."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: netc eval examples/lenet/lenet.net --weights runs/lenet/best.safetensors"
    })
final class EvalCommand implements Callable<Integer> {
  private static final int BATCH = 200;

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "W",
      description = "a safetensors file")
  Path weights;

  @Option(names = "--data", paramLabel = "DIR", description = "in place of the section's data")
  @Nullable Path data;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "where pictures of a classification go; default: beside the weights")
  @Nullable Path pictures;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    TrainingPlan plan = net.training();
    Graph graph = plan.classification().map(Classification::evaluate).orElseGet(plan::evaluate);
    Executable evaluate =
        Compiler.executable(
            graph, Weights.read(weights, Compiler.signature(graph)), threads.team());
    DataSet examples = DataSources.open(plan.data(), net.folder(), data, Session.dataSlots(plan));
    int batch = examples.inStreams() ? plan.batch() : BATCH;
    if (plan.classification().isPresent()) {
      classification(plan.classification().get(), evaluate, examples, batch);
    } else if (pictures == null) {
      Map<String, Double> scores = Evaluation.run(evaluate, examples, batch);
      print(json ? JsonOutput.of(scores) : summary(examples, scores));
    } else {
      throw new UserError(
          "error: there is nothing to draw: the training section has no line such as"
              + " `classify logits, label`");
    }
    return 0;
  }

  private void classification(
      Classification classification, Executable evaluate, DataSet examples, int batch) {
    List<String> names = classification.classes();
    ClassificationMetrics metrics =
        new ClassificationMetrics(names.size(), classification.ignored());
    Map<String, Double> scores = Evaluation.run(evaluate, examples, batch, metrics);
    ClassificationReport report = ClassificationReport.of(metrics);
    ClassificationText text = new ClassificationText(report, names);
    List<Path> drawn = draw(new ClassificationPictures(metrics, report, names));
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>(scores);
      fields.put("classification", text.fields());
      fields.put("pictures", drawn.stream().map(Path::toString).toList());
      print(JsonOutput.of(fields));
    } else {
      print(summary(examples, scores) + "%n%n".formatted() + text.table());
      if (!drawn.isEmpty()) {
        print(drawn.stream().map(Path::toString).collect(joining(", ", "Pictures: ", "")));
      }
    }
  }

  /** Draws; numbers are not lost for want of a picture. */
  private List<Path> draw(ClassificationPictures classification) {
    try {
      return classification.draw(pictures == null ? weights.resolveSibling("") : pictures);
    } catch (IOException e) {
      spec.commandLine().getErr().println("warning: " + e.getMessage());
      return List.of();
    }
  }

  private static String summary(DataSet examples, Map<String, Double> scores) {
    return TrainingDisplay.text("%,d examples:".formatted(examples.test().count()), scores);
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
