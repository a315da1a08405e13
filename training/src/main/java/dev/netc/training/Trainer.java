package dev.netc.training;

import dev.netc.frontend.TrainingPlan;
import dev.netc.runtime.Checkpoint;
import dev.netc.runtime.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The training loop. An epoch is every full batch of the shuffled examples; the few left over take
 * part in another epoch's order.
 */
public final class Trainer {
  private static final int EVALUATED_TOGETHER = 200;

  /** Updates that are made again at most to find out where a loss that is no number comes from. */
  private static final int BETWEEN_SNAPSHOTS = 64;

  private final String network;
  private final Session session;
  private final DataSet data;
  private final int batch;
  private final int epochs;
  private final long seed;
  private final Path folder;
  private final TrainingListener listener;
  private final int batches;
  private final Feed feed;
  private final Updates updates;
  private final Snapshot snapshot;
  private GradientNorms norms = new GradientNorms();
  private long step;
  private double best = Double.NEGATIVE_INFINITY;
  private Map<String, Double> validation = Map.of(); // of the last evaluation
  private final double[] sums; // of loss and metrics over the updates of this epoch
  private volatile boolean stopRequested;

  /**
   * @param batch examples an update; made smaller if there are fewer
   * @param folder where checkpoints and history go; it exists
   */
  public Trainer(
      String network,
      Session session,
      DataSet data,
      int batch,
      int epochs,
      long seed,
      Path folder,
      TrainingListener listener) {
    this.network = network;
    this.session = session;
    this.data = data;
    this.batch = Math.min(batch, data.train().count());
    this.epochs = epochs;
    this.seed = seed;
    this.folder = folder;
    this.listener = listener;
    this.batches = data.train().count() / this.batch;
    this.feed = new Feed(session.step(), data.train(), this.batch);
    this.updates = new Updates(feed, data, this.batch, seed);
    this.snapshot = new Snapshot(session.tensors());
    this.sums = new double[feed.scores()];
  }

  /** Goes on where a checkpoint stopped. */
  public void continueFrom(Checkpoint checkpoint) {
    step = checkpoint.step();
    best = checkpoint.best();
    validation = checkpoint.validation();
    for (int i = 0; i < Math.min(sums.length, checkpoint.sums().size()); i++) {
      sums[i] = checkpoint.sums().get(i);
    }
    feed.carry(checkpoint.tensors());
  }

  /** Lets the loop write a checkpoint and end after the update it is in; from any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  public int batches() {
    return batches;
  }

  /**
   * Trains.
   *
   * @return the scores on the test examples after the last epoch; empty if it was stopped before
   * @throws NonFiniteException if the loss, or a parameter at the end of an epoch, is no number
   * @throws TrainingException if a checkpoint cannot be written
   */
  public Optional<Map<String, Double>> run() {
    long steps = (long) epochs * batches;
    feed.scalar("seed", seed);
    feed.scalar("steps", steps);
    Map<String, Double> scores = Map.of();
    while (step < steps) {
      long started = System.nanoTime();
      int epoch = (int) (step / batches);
      int first = (int) (step % batches);
      if (first == 0) {
        Arrays.fill(sums, 0);
        norms = new GradientNorms();
      }
      feed.validation(validation, epoch);
      for (int i = first; i < batches; i++) {
        if ((i - first) % BETWEEN_SNAPSHOTS == 0) {
          snapshot.take(feed, step);
        }
        updates.run(step);
        account();
        double seconds = (System.nanoTime() - started) / 1e9;
        listener.updated(
            new Progress(
                epoch + 1,
                epochs,
                i + 1,
                batches,
                sums[0] / (i + 1),
                feed.rate(),
                (i + 1 - first) * (double) batch / seconds));
        if (stopRequested && i + 1 < batches) {
          Checkpoints.write(checkpoint(steps), folder.resolve("last.safetensors"));
          return Optional.empty();
        }
      }
      checkFinite();
      scores = evaluate();
      validation = scores;
      finish(epoch + 1, scores, steps, (System.nanoTime() - started) / 1e9);
      if (stopRequested) {
        return Optional.empty();
      }
    }
    return Optional.of(scores.isEmpty() ? evaluate() : scores);
  }

  private Map<String, Double> evaluate() {
    boolean asTrained = data.inStreams() || session.savesMemory();
    int most = asTrained ? batch : Math.max(batch, EVALUATED_TOGETHER);
    return Evaluation.run(session.evaluate(), data, most);
  }

  private void account() {
    float loss = feed.score(0);
    if (!Float.isFinite(loss)) {
      throw nonFinite("the loss is " + loss, step);
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += feed.score(i);
    }
    feed.addTo(norms);
    step++;
  }

  /** A checkpoint that lost its numbers would be of no use to go on from. */
  private void checkFinite() {
    List<String> lost = snapshot.lost();
    if (!lost.isEmpty()) {
      throw nonFinite("`%s` holds NaN or an infinity".formatted(lost.getFirst()), step - 1);
    }
  }

  /**
   * @param last the number of the update after which it was seen
   */
  private NonFiniteException nonFinite(String what, long last) {
    String when = String.format(Locale.ROOT, "%s in update %,d", what, last + 1);
    listener.diagnosing(when);
    Optional<Replay.Finding> finding = new Replay(session, feed, updates, snapshot).find(last);
    return new NonFiniteException(when, last, finding, folder);
  }

  private void finish(int epoch, Map<String, Double> scores, long steps, double seconds) {
    double score = score(epoch, scores);
    boolean better = score > best;
    best = Math.max(best, score);
    Map<String, Double> trainScores = new LinkedHashMap<>();
    for (int i = 0; i < sums.length; i++) {
      trainScores.put(session.step().signature().outputs().get(i).name(), sums[i] / batches);
    }
    // The history comes first: a run killed in between repeats this epoch and its line.
    History.append(folder.resolve("history.csv"), epoch, trainScores, scores, seconds);
    Checkpoint checkpoint = checkpoint(steps);
    Checkpoints.write(checkpoint, folder.resolve("last.safetensors"));
    if (better) {
      Checkpoints.write(checkpoint, folder.resolve("best.safetensors"));
    }
    listener.epochFinished(epoch, sums[0] / batches, scores, feed.rate(), seconds, better);
    if (!norms.norms().isEmpty()) {
      listener.gradients(norms);
    }
  }

  /**
   * The first metric, or else the loss. Losses of networks that are trained in turn say nothing of
   * which epoch is the best: without a metric it is the last.
   */
  private static double score(int epoch, Map<String, Double> scores) {
    boolean inTurn = scores.keySet().stream().anyMatch(n -> n.startsWith(TrainingPlan.LOSS_OF));
    return scores.entrySet().stream()
        .filter(e -> !e.getKey().equals("loss") && !e.getKey().startsWith(TrainingPlan.LOSS_OF))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElseGet(() -> inTurn ? (double) epoch : -scores.get("loss"));
  }

  private Checkpoint checkpoint(long steps) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(session.tensors());
    tensors.putAll(feed.carried());
    return new Checkpoint(
        network,
        seed,
        step,
        steps,
        best,
        validation,
        Arrays.stream(sums).boxed().toList(),
        tensors);
  }
}
