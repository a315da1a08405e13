package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import dev.netc.training.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When parameters move, and what is kept of them, on gradients that are given. */
final class UpdatesTest {
  /** A training of {@code p}, which starts as 1, 1. */
  private static final class Training {
    private final Map<String, Array> tensors = new LinkedHashMap<>();
    private final TrainingPlan plan;
    private int step;

    Training(String items) {
      String text =
          """
          network Case(g: f32[2]) -> (y: f32) {
              param p: f32[2] = constant(0.0)
              y = sum(p * g)
          }

          training Case() {
              loss y
              ITEMS
          }
          """
              .replace("ITEMS", items);
      Compilation compilation = Frontend.compile(new SourceFile("case.net", text));
      assertThat(compilation.diagnostics()).as(text).isEmpty();
      plan = compilation.networks().getFirst().training().orElseThrow();
      tensors.put("p", Array.fill(DType.F32, new int[] {2}, i -> 1));
      tensors.putAll(
          new Evaluator(Map.of()).run(plan.initializeState(), Map.of(), tensors).outputs());
    }

    /** One batch, whose gradient is given. */
    void feed(double first, double second) {
      Map<String, Array> inputs =
          Map.of(
              "seed", Array.scalar(DType.I64, 1),
              "step", Array.scalar(DType.I64, step++),
              "steps", Array.scalar(DType.I64, 12),
              "g", Array.of(DType.F32, new int[] {2}, new double[] {first, second}));
      tensors.putAll(new Evaluator(Map.of()).run(plan.step(), inputs, tensors).updates());
    }

    double[] p() {
      return tensors.get("p").data().clone();
    }
  }

  @Test
  void severalBatchesMakeOneUpdateByTheirMean() {
    Training summed =
        new Training("accumulate 3\n optimizer sgd(rate = real(step) + 1, momentum = 0.5)");
    Training once = new Training("optimizer sgd(rate = real(step) + 1, momentum = 0.5)");
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
    assertThat(DoubleStream.of(summed.tensors.get("accumulated.p").data()).sum()).isZero();
  }

  @Test
  void schedulesSeeUpdatesPlanned() {
    Training quarter = new Training("accumulate 4\n optimizer sgd(rate = real(steps))");
    for (int i = 0; i < 4; i++) {
      quarter.feed(1, 1);
    }
    assertThat(quarter.p()).containsExactly(-2, -2); // 1 - 12 / 4 updates times 1
  }

  @Test
  void clippingIsOfTheMean() {
    Training clipped =
        new Training("accumulate 2\n clip elementwise(1.0)\n optimizer sgd(rate = 1.0)");
    clipped.feed(3, 0.5);
    clipped.feed(-3, 4);
    assertThat(clipped.p()).containsExactly(1, 0);
  }

  @Test
  void averagesMoveAfterEachUpdate() {
    Training averaged = new Training("average 0.75\n optimizer sgd(rate = 1.0)");
    averaged.feed(1, 2); // p = 0, -1
    assertThat(averaged.tensors.get("average.p").data()).containsExactly(0.75, 0.5);
    averaged.feed(1, 2); // p = -1, -3
    assertThat(averaged.tensors.get("average.p").data()).containsExactly(0.3125, -0.375);
  }

  @Test
  void averagesWaitForAnUpdate() {
    Training averaged = new Training("accumulate 2\n average 0.5\n optimizer sgd(rate = 1.0)");
    averaged.feed(2, 2);
    assertThat(averaged.tensors.get("average.p").data()).containsExactly(1, 1);
    averaged.feed(0, 2);
    assertThat(averaged.tensors.get("average.p").data()).containsExactly(0.5, 0);
  }

  @Test
  void aFileHasTheAverageInPlaceOfTheParameter(@TempDir Path folder) throws IOException {
    Tensor trained = Tensor.of(new float[] {1, 2}, 2);
    Tensor average = Tensor.of(new float[] {3, 4}, 2);
    Map<String, Tensor> tensors = Map.of("w", trained, "average.w", average);
    Path file = folder.resolve("last.safetensors");
    new Checkpoint("A", 1, 2, 3, 0.5, List.of(1.0), tensors).write(file);
    assertThat(Safetensors.read(file).tensors())
        .isEqualTo(Map.of("w", average, "trained.w", trained));
    assertThat(Checkpoint.read(file).tensors()).isEqualTo(tensors);
  }
}
