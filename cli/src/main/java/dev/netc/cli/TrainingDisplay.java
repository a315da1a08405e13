package dev.netc.cli;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.runtime.Team;
import dev.netc.runtime.Vectors;
import dev.netc.training.DataSet;
import dev.netc.training.GradientNorms;
import dev.netc.training.Progress;
import dev.netc.training.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a training: a bar on a terminal, a line an epoch elsewhere. */
final class TrainingDisplay implements TrainingListener {
  private final @Nullable PrintWriter out;
  private @Nullable ProgressBar bar;
  private @Nullable GradientNorms gradients;

  /**
   * @param out where to, or null for silence
   */
  TrainingDisplay(@Nullable PrintWriter out) {
    this.out = out;
  }

  void introduce(CompiledNetwork network, TrainingPlan plan, DataSet data, int batch, Team team) {
    if (out == null) {
      return;
    }
    long parameters =
        network.inference().parameters().stream().mapToLong(v -> v.shape().size().constant()).sum();
    out.printf(
        "%s on %s: %,d to train, %,d to test; %,d parameters; %s, batch %d; %s%n",
        network.name(),
        data.name(),
        data.train().count(),
        data.test().count(),
        parameters,
        plan.optimizer(),
        Math.min(batch, data.train().count()),
        machine(team));
    out.flush();
  }

  /** {@code 2 threads, 512-bit vectors}. */
  static String machine(Team team) {
    return (team.size() == 1 ? "1 thread, " : team.size() + " threads, ")
        + (Vectors.ENABLED ? Vectors.bits() + "-bit vectors" : "no vectors");
  }

  @Override
  public void updated(Progress p) {
    if (out == null || !Terminal.OUT) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch %d/%d".formatted(p.epoch(), p.epochs()))
              .setInitialMax(p.batches())
              .setStyle(
                  Terminal.COLOR_OUT
                      ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                      : ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(200)
              .setConsumer(new ConsoleProgressBarConsumer(System.out))
              .build();
    }
    bar.stepTo(p.batch());
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            "loss %.4f%s  %,.0f img/s",
            p.loss(),
            rate("  ", p.rate()),
            p.imagesPerSecond()));
  }

  @Override
  public void epochFinished(
      int epoch,
      double trainLoss,
      Map<String, Double> scores,
      OptionalDouble rate,
      double seconds,
      boolean best) {
    close();
    if (out != null && (epoch <= 20 || epoch % 50 == 0)) {
      out.printf(
          Locale.ROOT,
          "epoch %-3d train %.4f   %s%s   %.1f s%s%n",
          epoch,
          trainLoss,
          text("test", scores),
          rate("   ", rate),
          seconds,
          best ? "   (best)" : "");
      out.flush();
    }
  }

  private static String rate(String before, OptionalDouble rate) {
    return rate.isPresent()
        ? String.format(Locale.ROOT, "%srate %.3g", before, rate.getAsDouble())
        : "";
  }

  /** The norms of the last epoch, if gradients are watched. */
  Optional<GradientNorms> gradients() {
    return Optional.ofNullable(gradients);
  }

  @Override
  public void gradients(GradientNorms norms) {
    gradients = norms;
    if (out == null) {
      return;
    }
    norms
        .norms()
        .forEach(
            (path, norm) ->
                out.printf(
                    Locale.ROOT,
                    "  gradient of %-32s mean %.2e, largest %.2e%s%n",
                    path,
                    norm.mean(),
                    norm.largest(),
                    norm.hasExploded() ? "   explodes" : norm.hasVanished() ? "   vanishes" : ""));
    norms.byStep().forEach((loop, steps) -> out.println("  " + bySteps(loop, steps)));
    out.flush();
  }

  /** {@code gradient to the state of lstm_1 at step 0: 1.2e-05, 25: 3.4e-04, .. 99: 2.1e-02}. */
  private static String bySteps(String loop, double[] steps) {
    return IntStream.of(
            0, steps.length / 4, steps.length / 2, 3 * steps.length / 4, steps.length - 1)
        .distinct()
        .mapToObj(step -> String.format(Locale.ROOT, "%d: %.1e", step, steps[step]))
        .collect(
            Collectors.joining(", ", "gradient to the state of loop " + loop + " at step ", ""));
  }

  @Override
  public void diagnosing(String summary) {
    close();
    if (out != null) {
      out.println(summary + "; looking for the operation that it comes from");
      out.flush();
    }
  }

  void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** {@code test loss 0.0601, accuracy 98.12 %}. */
  static String text(String set, Map<String, Double> scores) {
    return scores.entrySet().stream()
        .map(
            e ->
                e.getKey().endsWith("accuracy")
                    ? String.format(Locale.ROOT, "%s %.2f %%", e.getKey(), 100 * e.getValue())
                    : String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", ", set + " ", ""));
  }
}
