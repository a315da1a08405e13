package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of threads changes how long a training takes and nothing else. */
final class ThreadsTest {
  private static final int BATCH = 70;

  @ParameterizedTest
  @ValueSource(strings = {"lenet/lenet", "mlp/mlp"})
  void anyNumberOfThreadsGivesTheSameBits(String example) throws IOException {
    Map<String, float[]> one = tenSteps(example, 1);
    assertThat(tenSteps(example, 2)).usingRecursiveComparison().isEqualTo(one);
    assertThat(tenSteps(example, 3)).usingRecursiveComparison().isEqualTo(one);
  }

  /** The loss of the last step, the parameters and the states. */
  private static Map<String, float[]> tenSteps(String example, int threads) throws IOException {
    CompiledNetwork network =
        Frontend.compile(SourceFile.read(Path.of("../examples/" + example + ".net")))
            .networks()
            .getFirst();
    Random random = new Random(3);
    float[] images = new float[BATCH * 784];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    int[] labels = random.ints(BATCH, 0, 10).toArray();
    float[] loss = new float[1];
    try (Team team = Team.of(threads)) {
      Session session = Session.start(network.training().orElseThrow(), 5, team);
      for (long step = 0; step < 10; step++) {
        Object[] inputs = {new long[] {5}, new long[] {step}, new long[] {10}, images, labels};
        session.update(inputs, BATCH, new Object[] {loss, new float[1], new float[1]});
      }
      Map<String, float[]> results = new LinkedHashMap<>();
      session.tensors().forEach((path, tensor) -> results.put(path, floats(tensor)));
      results.put("loss", loss);
      return results;
    }
  }

  private static float[] floats(Tensor tensor) {
    return tensor.floats().clone();
  }
}
