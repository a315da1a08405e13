package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import dev.netc.runtime.Tensor;
import dev.netc.training.DataSet;
import dev.netc.training.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rate falls when a metric of the evaluation stops improving. */
final class PlateauTest {
  private static final double[] LOSSES = {
    1.0, 0.9, 0.95, 0.91, 0.9, 0.89995, 0.5, 0.6, 0.7, 0.8, 0.9, 0.8, 0.7, 0.49, 0.48, 0.9, 0.9,
    0.9, 0.9, 0.9
  };

  private static final double[] ACCURACIES = {
    0.1, 0.2, 0.2, 0.2, 0.3, 0.29, 0.3, 0.300001, 0.31, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3,
    0.3, 0.3
  };

  /** PyTorch's ReduceLROnPlateau from 0.5 on the scores above: the rate of each epoch. */
  private static final double[] PATIENCE_2 = {
    0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.0625, 0.0625,
    0.0625, 0.0625, 0.0625, 0.03125, 0.03125
  };

  private static final double[] PATIENCE_1 = {
    0.5, 0.5, 0.5, 0.5, 0.05, 0.05, 0.05, 0.05, 0.05, 0.005, 0.005, 0.005, 0.005, 0.004, 0.004,
    0.004, 0.004, 0.004, 0.004, 0.004
  };

  private static final double[] PATIENCE_0 = {
    0.5,
    0.5,
    0.5,
    0.15,
    0.15,
    0.15,
    0.045,
    0.045,
    0.0135,
    0.0135,
    0.00405,
    0.00405,
    0.001215,
    0.001215,
    0.0003645,
    0.0003645,
    0.00010935,
    0.00010935,
    0.000032805,
    0.000032805
  };

  private static void check(String schedule, String metric, double[] scores, double[] expected) {
    GivenGradients training =
        new GivenGradients(
            "metric accuracy = y\n optimizer sgd(rate = plateau(0.5, %s))".formatted(schedule));
    for (int epoch = 0; epoch < scores.length; epoch++) {
      Array last = Array.scalar(DType.F32, epoch == 0 ? 0 : scores[epoch - 1]);
      Map<String, Array> validation =
          Map.of("validation." + metric, last, "validations", Array.scalar(DType.I64, epoch));
      for (int update = 0; update < 3; update++) {
        double before = training.p()[0];
        training.feed(1, 1, validation);
        assertThat(before - training.p()[0])
            .as("plateau(%s) in epoch %d", schedule, epoch)
            .isCloseTo(expected[epoch], within(1e-9));
      }
    }
  }

  @Test
  void ratesAreThoseOfPyTorch() {
    check("patience = 2, factor = 0.5", "loss", LOSSES, PATIENCE_2);
    check("patience = 1, cooldown = 2, least = 0.004", "loss", LOSSES, PATIENCE_1);
    check(
        "patience = 0, factor = 0.3, cooldown = 1, metric = \"accuracy\", mode = \"max\"",
        "accuracy",
        ACCURACIES,
        PATIENCE_0);
  }

  private static final String NET =
      """
      network Line(x: f32[N, 3]) -> (y: f32[N, 1]) {
          y = linear(x, 1)
      }

      training Line(target: f32[N, 1]) {
          batch      8
          accumulate 2
          loss       mean_squared_error(y, target)
          optimizer  sgd(rate = plateau(0.1, patience = 0, factor = 0.5), momentum = 0.9)
          group      "*.bias" rate = plateau(0.05, patience = 1)
      }
      """;

  @Test
  void anInterruptedTrainingGoesOnWithTheSameBits(@TempDir Path folder) throws IOException {
    Compilation compilation = Frontend.compile(new SourceFile("line.net", NET));
    assertThat(compilation.diagnostics()).isEmpty();
    CompiledNetwork network = compilation.networks().getFirst();
    Random random = new Random(2);
    DataSet data = new DataSet("noise", examples(40, random), examples(16, random));
    InterruptedTraining training = new InterruptedTraining(network, data, 12);
    Path whole = Files.createDirectory(folder.resolve("whole"));
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Map<String, Tensor> expected = training.run(whole, Integer.MAX_VALUE);
    List<Double> rates = List.copyOf(training.rates());
    assertThat(rates).hasSize(12);
    assertThat(new HashSet<>(rates)).as("rates").hasSizeGreaterThan(2);
    assertThat(expected).containsKey("schedule.rate.plateau_1.best");
    assertThat(expected).containsKey("schedule.group_1.rate.plateau_1.best");
    assertThat(training.run(broken, 3)).isEqualTo(expected);
    assertThat(training.rates()).isEqualTo(rates);
  }

  private static Examples examples(int count, Random random) {
    float[] x = new float[3 * count];
    float[] y = new float[count];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
      y[i / 3] = (float) random.nextGaussian();
    }
    return new Examples(count, List.of(Tensor.of(x, count, 3), Tensor.of(y, count, 1)));
  }
}
