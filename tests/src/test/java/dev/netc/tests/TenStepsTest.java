package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.frontend.TrainingPlan;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten training steps give PyTorch's losses and parameters. */
final class TenStepsTest {
  /**
   * A loss near 0 is the logarithm of an f32 sum near 1, whose rounding is half of this: PyTorch's
   * loss is known no better.
   */
  private static final double RESOLUTION = Math.ulp(1.0f);

  private static final Path FOLDER = Path.of("src/test/resources/steps");

  @ParameterizedTest
  @ValueSource(strings = {"lenet5", "mlp"})
  void lossesAndParametersAgree(String name) throws IOException {
    TrainingPlan plan = Nets.compile(FOLDER + "/" + name + ".net").training().orElseThrow();
    Map<String, Tensor> steps =
        Safetensors.read(FOLDER.resolve(name + ".steps.safetensors")).tensors();
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(
            Safetensors.read(FOLDER.resolve(name + ".weights.safetensors")).tensors());
    for (Signature.Slot slot : dev.netc.codegen.Compiler.signature(plan.step()).parameters()) {
      if (slot.name().startsWith("optimizer.")) {
        tensors.put(
            slot.name(),
            Tensor.zeros(slot.type(), slot.shape().stream().map(Integer::parseInt).toList()));
      }
    }
    Session session = Session.resume(plan, tensors, Team.of(2));
    float[] losses = steps.get("losses").floats();
    long[] target = (long[]) steps.get("target").data();
    int[] label = new int[target.length];
    java.util.Arrays.setAll(label, i -> (int) target[i]);
    for (int i = 0; i < losses.length; i++) {
      float[] loss = new float[1];
      Object[] scalars = {new long[] {1}, new long[] {i}, new long[] {losses.length}};
      session.update(
          new Object[] {scalars[0], scalars[1], scalars[2], steps.get("input").floats(), label},
          label.length,
          new Object[] {loss});
      double tolerance = 1e-4 * Math.pow(10, i / 9.0);
      assertThat((double) loss[0])
          .as("loss %d of %s", i + 1, name)
          .isCloseTo(losses[i], within(tolerance * Math.abs(losses[i]) + RESOLUTION));
    }
    steps.forEach(
        (key, expected) -> {
          if (key.startsWith("after.")) {
            close(key, session.tensors().get(key.substring(6)).floats(), expected.floats());
          }
        });
  }

  /** Within 1e-3 of the largest element. */
  private static void close(String what, float[] actual, float[] expected) {
    double scale = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
    }
    assertThat(largest).as(what).isLessThan(1e-3 * scale);
  }
}
