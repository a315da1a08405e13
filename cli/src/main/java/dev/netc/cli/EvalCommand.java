package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.TrainingPlan;
import dev.netc.runtime.Executable;
import dev.netc.training.DataSet;
import dev.netc.training.DataSources;
import dev.netc.training.Evaluation;
import dev.netc.training.Session;
import dev.netc.training.Weights;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc eval}: loss and metrics on the test examples. */
@Command(
    name = "eval",
    description = "Computes loss and metrics on the test examples.",
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

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    TrainingPlan plan = net.training();
    Executable evaluate =
        Compiler.executable(
            plan.evaluate(),
            Weights.read(weights, Compiler.signature(plan.evaluate())),
            threads.team());
    DataSet examples = DataSources.open(plan.data(), net.folder(), data, Session.dataSlots(plan));
    Map<String, Double> scores =
        Evaluation.run(evaluate, examples, examples.inStreams() ? plan.batch() : BATCH);
    out.println(
        json
            ? JsonOutput.of(scores)
            : TrainingDisplay.text("%,d examples:".formatted(examples.test().count()), scores));
    out.flush();
    return 0;
  }
}
