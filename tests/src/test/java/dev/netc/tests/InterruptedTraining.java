package dev.netc.tests;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.Checkpoints;
import dev.netc.training.DataSet;
import dev.netc.training.GradientNorms;
import dev.netc.training.Progress;
import dev.netc.training.Session;
import dev.netc.training.Trainer;
import dev.netc.training.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A training that is stopped after every so many updates and goes on from its checkpoint. */
final class InterruptedTraining {
  private final CompiledNetwork network;
  private final DataSet data;
  private final int epochs;
  private final List<Double> rates = new ArrayList<>();

  InterruptedTraining(CompiledNetwork network, DataSet data, int epochs) {
    this.network = network;
    this.data = data;
    this.epochs = epochs;
  }

  /**
   * What a training ends with.
   *
   * @param folder where its checkpoints go
   * @param every the updates between stops
   */
  Map<String, Tensor> run(Path folder, int every) {
    Path last = folder.resolve("last.safetensors");
    rates.clear();
    for (boolean finished = false; !finished; ) {
      finished = goOn(folder, last, every);
    }
    return Checkpoints.read(last).tensors();
  }

  /** The rate at the end of each epoch of the last run. */
  List<Double> rates() {
    return rates;
  }

  private boolean goOn(Path folder, Path last, int every) {
    boolean resumes = Files.exists(last);
    Session session =
        resumes
            ? Session.resume(
                network.training().orElseThrow(), Checkpoints.read(last).tensors(), Team.single())
            : Session.start(network.training().orElseThrow(), 1, Team.single());
    Trainer[] trainer = new Trainer[1];
    trainer[0] =
        new Trainer(
            network.name(),
            session,
            data,
            network.training().orElseThrow().batch(),
            epochs,
            1,
            folder,
            new Stopping(every, () -> trainer[0].requestStop()));
    if (resumes) {
      trainer[0].continueFrom(Checkpoints.read(last));
    }
    return trainer[0].run().isPresent();
  }

  private final class Stopping implements TrainingListener {
    private final int every;
    private final Runnable stop;
    private int updates;

    Stopping(int every, Runnable stop) {
      this.every = every;
      this.stop = stop;
    }

    @Override
    public void updated(Progress progress) {
      if (++updates == every) {
        stop.run();
      }
    }

    @Override
    public void epochFinished(
        int epoch,
        double trainLoss,
        Map<String, Double> scores,
        OptionalDouble rate,
        double seconds,
        boolean best) {
      rate.ifPresent(rates::add);
    }

    @Override
    public void gradients(GradientNorms norms) {}

    @Override
    public void diagnosing(String summary) {}
  }
}
