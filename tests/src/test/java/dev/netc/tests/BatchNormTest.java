package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.GraphText;
import dev.netc.runtime.Team;
import dev.netc.training.Session;
import org.junit.jupiter.api.Test;

/** Batch norm's running statistics: kept by training, used by inference. */
final class BatchNormTest {
  private static final CompiledNetwork NETWORK =
      Frontend.compile(
              new SourceFile(
                  "norm.net",
                  """
                  network Norm(x: f32[N, 1]) -> (y: f32[N, 1]) {
                      y = batch_norm(x) as "norm"
                  }

                  training Norm() {
                      loss      mean(y * y)
                      optimizer sgd(rate = 0.0)
                  }
                  """))
          .networks()
          .getFirst();

  @Test
  void trainingMovesThem() {
    Session session = Session.start(NETWORK.training().orElseThrow(), 1, Team.single());
    float[] loss = new float[1];
    Object[] inputs = {new long[] {1}, new long[1], new long[] {1}, new float[] {1, 2, 3, 6}};
    session.update(inputs, 4, new Object[] {loss});
    // mean 3, unbiased variance (4 + 1 + 0 + 9) / 3
    assertThat(session.tensors().get("norm.running_mean").floats()[0])
        .isCloseTo(0.3f, within(1e-6f));
    assertThat(session.tensors().get("norm.running_var").floats()[0])
        .isCloseTo(0.9f + 0.1f * 14 / 3, within(1e-6f));
    assertThat(loss[0]).isCloseTo(1, within(1e-4f));
  }

  @Test
  void inferenceHasNoTraceOfTheBatchs() {
    assertThat(GraphText.print(NETWORK.inference()))
        .contains("running_mean")
        .doesNotContain("reduce_sum");
  }
}
