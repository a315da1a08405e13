package dev.netc.cli;

import dev.netc.codegen.MemoryBudget;
import dev.netc.frontend.SourcePlaces;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Origin;
import dev.netc.passes.Pipeline;
import dev.netc.runtime.Checkpoint;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.Checkpoints;
import dev.netc.training.DataSet;
import dev.netc.training.DataSources;
import dev.netc.training.GradientNorms;
import dev.netc.training.InitialTensors;
import dev.netc.training.NonFiniteException;
import dev.netc.training.Session;
import dev.netc.training.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc train}: trains a network as its training section says. */
@Command(
    name = "train",
    description = "Trains a network as its training section says.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: netc train examples/lenet/lenet.net --epochs 2"})
final class TrainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(names = "--data", paramLabel = "DIR", description = "in place of the section's data")
  @Nullable Path data;

  @Option(names = "--epochs", description = "in place of the section's epochs")
  @Nullable Integer epochs;

  @Option(names = "--batch", description = "in place of the section's batch")
  @Nullable Integer batch;

  @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where checkpoints go; default: runs/NAME")
  @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "go on from the last checkpoint there")
  @Nullable Path resume;

  @Option(
      names = "--watch-gradients",
      description =
          "after each epoch the norm of each parameter's gradient, and which vanish;"
              + " for loops by time step")
  boolean watchesGradients;

  @Mixin MemoryOption memory;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object and nothing else")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter terminal = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    TrainingPlan plan = watchesGradients ? net.training().watching() : net.training();
    String name = net.network().name();
    DataSet examples = DataSources.open(plan.data(), net.folder(), data, Session.dataSlots(plan));
    Path folder = folder(name);
    Optional<Checkpoint> checkpoint =
        Optional.ofNullable(resume).map(d -> Checkpoints.read(d.resolve("last.safetensors")));
    long chosenSeed = checkpoint.map(Checkpoint::seed).orElse(seed);
    Team team = threads.team();
    int rounds = positive("--epochs", epochs, plan.epochs());
    int size = positive("--batch", batch, plan.batch());
    Map<String, Tensor> tensors =
        checkpoint
            .map(Checkpoint::tensors)
            .orElseGet(() -> InitialTensors.forTraining(plan, chosenSeed));
    Optional<MemoryBudget> budget =
        memory.fit(plan.step(), Pipeline.standard(), Math.min(size, examples.train().count()));
    Session session =
        budget
            .map(b -> Session.within(b, plan, tensors, team))
            .orElseGet(() -> Session.resume(plan, tensors, team));
    TrainingDisplay display = new TrainingDisplay(json ? null : terminal);
    Trainer trainer =
        new Trainer(name, session, examples, size, rounds, chosenSeed, folder, display);
    checkpoint.ifPresent(trainer::continueFrom);
    display.introduce(net.network(), plan, examples, size, team);
    if (!json) {
      budget.map(MemoryReport::text).ifPresent(terminal::println);
    }
    CountDownLatch finished = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(trainer, finished));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Optional<Map<String, Double>> scores = trainer.run();
      display.close();
      report(terminal, name, folder, scores, curves(folder));
      display.gradients().ifPresent(norms -> drawGradients(norms, folder, terminal));
    } catch (NonFiniteException e) {
      display.close();
      throw e.place().isPresent() ? new UserError(shown(net, e, e.place().get())) : e;
    } finally {
      finished.countDown();
      forget(hook);
    }
    return 0;
  }

  private static String shown(NetFile net, NonFiniteException e, Origin place) {
    SourceSpan span = new SourcePlaces(net.compilation().sources()).span(place);
    Diagnostic diagnostic = Diagnostic.error(e.summary(), span, e.detail());
    for (String help : e.advice()) {
      diagnostic = diagnostic.withHelp(help);
    }
    return net.rendered(List.of(diagnostic), Terminal.COLOR_ERR).stripTrailing();
  }

  /**
   * On Ctrl-C: lets the update in progress finish, a checkpoint be written and the user be told.
   */
  private void stop(Trainer trainer, CountDownLatch finished) {
    trainer.requestStop();
    try {
      boolean inTime = finished.await(10, TimeUnit.SECONDS);
      if (!inTime) {
        spec.commandLine()
            .getErr()
            .println(
                "error: the update in progress takes too long; go on from the last checkpoint");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is running
    }
  }

  /** Draws the history; a training is not lost for want of a picture. */
  private Optional<Path> curves(Path folder) {
    if (!Files.exists(folder.resolve("history.csv"))) {
      return Optional.empty(); // stopped within the first epoch
    }
    try {
      return Optional.of(Curves.draw(folder));
    } catch (IOException e) {
      spec.commandLine().getErr().println("warning: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void drawGradients(GradientNorms norms, Path folder, PrintWriter terminal) {
    if (norms.byStep().isEmpty()) {
      return;
    }
    try {
      Path picture = GradientPicture.draw(folder, norms);
      if (!json) {
        terminal.println("Gradients by time step: " + picture + ".");
      }
    } catch (IOException e) {
      spec.commandLine().getErr().println("warning: " + e.getMessage());
    }
  }

  private static int positive(String option, @Nullable Integer given, int otherwise) {
    if (given != null && given < 1) {
      throw new UserError("error: " + option + " is at least 1, not " + given);
    }
    return given == null ? otherwise : given;
  }

  private Path folder(String name) {
    Path folder =
        out != null
            ? out
            : resume != null ? resume : Path.of("runs", name.toLowerCase(java.util.Locale.ROOT));
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "check", ".tmp"));
    } catch (IOException e) {
      throw new UserError(
          "error: checkpoints cannot be written to " + folder + ": " + e.getMessage());
    }
    return folder;
  }

  private void report(
      PrintWriter terminal,
      String name,
      Path folder,
      Optional<Map<String, Double>> scores,
      Optional<Path> curves) {
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("network", name);
      fields.put("finished", scores.isPresent());
      scores.ifPresent(fields::putAll);
      fields.put("weights", folder.resolve("best.safetensors").toString());
      curves.ifPresent(picture -> fields.put("curves", picture.toString()));
      terminal.println(JsonOutput.of(fields));
    } else if (scores.isEmpty()) {
      terminal.printf("stopped. Go on with: ./netc train %s --resume %s%n", file, folder);
    } else {
      terminal.printf(
          "%s.%s Try it: ./netc eval %s --weights %s%n",
          TrainingDisplay.text("test", scores.get()),
          curves.map(picture -> " Curves: " + picture + ".").orElse(""),
          file,
          folder.resolve("best.safetensors"));
    }
    terminal.flush();
  }
}
