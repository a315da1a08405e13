package dev.netc.cli;

import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.runtime.Team;
import dev.netc.training.DataSet;
import dev.netc.training.DataSources;
import dev.netc.training.Session;
import dev.netc.training.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc race}: one network, several optimisers. */
@Command(
    name = "race",
    description = {
      "Trains a network with several optimisers, each from the same parameters, with the same"
          + " batches",
      "and for as long, and draws the losses. An optimiser without a rate has that of the section."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc race examples/lenet/lenet.net --optimizers \"sgd,adamw(rate = 0.001)\"",
      "          netc race examples/lenet/lenet.net --optimizers sgd,lion,my.net --rates"
          + " 0.01,0.001",
      "                    --steps 300"
    })
final class RaceCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--optimizers",
      paramLabel = "A,B",
      defaultValue = "sgd,adam,adamw,lion",
      description =
          "by name, as in a training section, or files that declare one; default:"
              + " ${DEFAULT-VALUE}")
  String optimizers;

  @Option(
      names = "--rates",
      paramLabel = "R,S",
      split = ",",
      description = "each optimiser without a rate runs with each of these")
  List<String> rates = new ArrayList<>();

  @Option(names = "--epochs", description = "how long each runs; default: a tenth of the section's")
  @Nullable Integer epochs;

  @Option(names = "--steps", description = "the same in updates")
  @Nullable Integer steps;

  @Option(names = "--seconds", description = "the same in seconds of updates")
  @Nullable Double seconds;

  @Option(names = "--batch", description = "in place of the section's batch")
  @Nullable Integer batch;

  @Option(names = "--data", paramLabel = "DIR", description = "in place of the section's data")
  @Nullable Path data;

  @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  long seed;

  @Option(
      names = "--picture",
      paramLabel = "OUT",
      description = "where the curves go; default: runs/NAME/race.png")
  @Nullable Path picture;

  @Mixin ThreadsOption threads;

  @Option(names = "--json", description = "print one JSON object and nothing else")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    check();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    TrainingPlan section = net.training();
    List<Racer> racers = Racer.parse(SourceFile.read(file), optimizers, rates);
    DataSet examples =
        DataSources.open(section.data(), net.folder(), data, Session.dataSlots(section));
    Team team = threads.team();
    int size = Math.min(batch == null ? section.batch() : batch, examples.train().count());
    int batches = examples.train().count() / size;
    Trial.Budget budget =
        seconds != null
            ? new Trial.Budget(Long.MAX_VALUE, seconds, (long) batches * section.epochs())
            : Trial.Budget.ofUpdates(steps != null ? steps : batches * epochs(section));
    Map<String, Trial.Outcome> runs = new LinkedHashMap<>();
    if (!json) {
      out.printf(
          Locale.ROOT,
          "%s on %s: %d optimisers, %s each, batch %d, seed %d; %s%n%n",
          net.network().name(),
          examples.name(),
          racers.size(),
          seconds != null ? seconds + " s" : "%,d updates".formatted(budget.updates()),
          size,
          seed,
          TrainingDisplay.machine(team));
      out.println(RaceTable.head(racers, section));
      out.flush();
    }
    for (Racer racer : racers) {
      TrainingPlan plan = racer.network().training().orElseThrow();
      Session session = Session.start(plan, seed, team);
      Trial.Outcome run = Trial.run(session, examples, size, seed, budget);
      runs.put(racer.name(), run);
      if (!json) {
        out.println(RaceTable.row(racers, racer.name(), run));
        out.flush();
      }
    }
    report(out, net.network().name(), runs);
    return 0;
  }

  private long epochs(TrainingPlan section) {
    return epochs == null ? Math.max(1, section.epochs() / 10) : epochs;
  }

  private void check() {
    long budgets =
        Stream.of(
                Optional.ofNullable(epochs),
                Optional.ofNullable(steps),
                Optional.ofNullable(seconds))
            .filter(Optional::isPresent)
            .count();
    if (budgets > 1) {
      throw new ParameterException(
          spec.commandLine(), "--epochs, --steps and --seconds say how long; give one of them");
    }
    atLeastOne("--epochs", epochs);
    atLeastOne("--steps", steps);
    atLeastOne("--batch", batch);
    if (seconds != null && !(seconds > 0)) {
      throw new UserError("error: --seconds is above 0, not " + seconds);
    }
    for (String rate : rates) {
      try {
        Double.parseDouble(rate);
      } catch (NumberFormatException e) {
        throw new UserError("error: --rates are numbers such as 0.01, not `" + rate + "`");
      }
    }
  }

  private static void atLeastOne(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new UserError("error: " + option + " is at least 1, not " + value);
    }
  }

  private void report(PrintWriter out, String name, Map<String, Trial.Outcome> runs) {
    Path target =
        picture != null
            ? picture
            : Path.of("runs", name.toLowerCase(Locale.ROOT)).resolve("race.png");
    Optional<Path> drawn = Optional.empty();
    try {
      RacePicture.draw(target, runs);
      drawn = Optional.of(target);
    } catch (IOException e) {
      spec.commandLine().getErr().println("warning: " + e.getMessage());
    }
    Optional<String> best =
        runs.entrySet().stream()
            .filter(e -> e.getValue().diverged().isEmpty())
            .min(Comparator.comparingDouble(e -> e.getValue().scores().get("loss")))
            .map(Map.Entry::getKey);
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("network", name);
      fields.put("seed", seed);
      fields.put("runs", RaceTable.fields(runs));
      best.ifPresent(b -> fields.put("best", b));
      drawn.ifPresent(p -> fields.put("picture", p.toString()));
      out.println(JsonOutput.of(fields));
    } else {
      out.printf(
          "%n%s.%s%n",
          best.map(b -> "The least loss on the test examples has " + b)
              .orElse("All of them diverged: try smaller --rates"),
          drawn.map(p -> " Curves: " + p).orElse(""));
    }
    out.flush();
  }
}
