package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.runtime.Checkpoint;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When parameters move, and what is kept of them, on gradients that are given. */
final class UpdatesTest {
  @Test
  void severalBatchesMakeOneUpdateByTheirMean() {
    GivenGradients summed =
        new GivenGradients("accumulate 3\n optimizer sgd(rate = real(step) + 1, momentum = 0.5)");
    GivenGradients once =
        new GivenGradients("optimizer sgd(rate = real(step) + 1, momentum = 0.5)");
    for (int update = 0; update < 3; update++) {
      double[] before = summed.p();
      summed.feed(1, 0);
      summed.feed(2, update);
      assertThat(summed.p()).isEqualTo(before);
      summed.feed(3, 3);
      once.feed(2, (update + 3) / 3.0);
      for (int i = 0; i < 2; i++) {
        assertThat(summed.p()[i]).isCloseTo(once.p()[i], within(1e-12));
      }
    }
    assertThat(DoubleStream.of(summed.state("accumulated.p")).sum()).isZero();
  }

  @Test
  void schedulesSeeUpdatesPlanned() {
    GivenGradients quarter = new GivenGradients("accumulate 4\n optimizer sgd(rate = real(steps))");
    for (int i = 0; i < 4; i++) {
      quarter.feed(1, 1);
    }
    assertThat(quarter.p()).containsExactly(-2, -2); // 1 - 12 / 4 updates times 1
  }

  @Test
  void clippingIsOfTheMean() {
    GivenGradients clipped =
        new GivenGradients("accumulate 2\n clip elementwise(1.0)\n optimizer sgd(rate = 1.0)");
    clipped.feed(3, 0.5);
    clipped.feed(-3, 4);
    assertThat(clipped.p()).containsExactly(1, 0);
  }

  @Test
  void averagesMoveAfterEachUpdate() {
    GivenGradients averaged = new GivenGradients("average 0.75\n optimizer sgd(rate = 1.0)");
    averaged.feed(1, 2); // p = 0, -1
    assertThat(averaged.state("average.p")).containsExactly(0.75, 0.5);
    averaged.feed(1, 2); // p = -1, -3
    assertThat(averaged.state("average.p")).containsExactly(0.3125, -0.375);
  }

  @Test
  void averagesWaitForAnUpdate() {
    GivenGradients averaged =
        new GivenGradients("accumulate 2\n average 0.5\n optimizer sgd(rate = 1.0)");
    averaged.feed(2, 2);
    assertThat(averaged.state("average.p")).containsExactly(1, 1);
    averaged.feed(0, 2);
    assertThat(averaged.state("average.p")).containsExactly(0.5, 0);
  }

  @Test
  void aFileHasTheAverageInPlaceOfTheParameter(@TempDir Path folder) throws IOException {
    Tensor trained = Tensor.of(new float[] {1, 2}, 2);
    Tensor average = Tensor.of(new float[] {3, 4}, 2);
    Map<String, Tensor> tensors = Map.of("w", trained, "average.w", average);
    Path file = folder.resolve("last.safetensors");
    new Checkpoint("A", 1, 2, 3, 0.5, Map.of("loss", 0.1), List.of(1.0), tensors).write(file);
    assertThat(Safetensors.read(file).tensors())
        .isEqualTo(Map.of("w", average, "trained.w", trained));
    assertThat(Checkpoint.read(file).tensors()).isEqualTo(tensors);
  }
}
