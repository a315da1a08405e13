package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.TrainingPlan;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
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
    Session session = lossesAgree(FOLDER + "/" + name + ".net", name, steps(name), 1e-4, 1e-3);
    steps(name)
        .forEach(
            (key, expected) -> {
              if (key.startsWith("after.")) {
                float[] actual = session.tensors().get(key.substring(6)).floats();
                close(key, actual, expected.floats(), 1e-3);
              }
            });
  }

  /**
   * What PyTorch computes in f64 where {@code resnet20.steps} has f32. In f32 its loss is 9e-3 away
   * from that after eight steps and some of its parameters, which start at 0, a third; so the
   * losses are compared with both and the parameters with neither.
   */
  private static final float[] EXACT = {
    2.4864812f, 2.1129503f, 1.7252561f, 1.3989414f, 1.1203562f,
    0.879099f, 0.67550653f, 0.5079137f, 0.37401488f, 0.27035245f
  };

  @Test
  void theLossesOfADeepNetworkAgree() throws IOException {
    String net = "../examples/resnet/resnet20.net";
    Map<String, Tensor> steps = new LinkedHashMap<>(steps("resnet20"));
    lossesAgree(net, "resnet20", steps, 1e-2, 1e-2);
    steps.put("losses", new Tensor(ElementType.F32, List.of(EXACT.length), EXACT));
    lossesAgree(net, "resnet20", steps, 1e-3, 1e-2);
  }

  /** Networks whose files are too large to be part of the tests. */
  private static final Map<String, String> LARGE =
      Map.of(
          "resnet18", "../examples/resnet/resnet18.net",
          "resnet18_vd", "../examples/resnet/resnet18_vd.net",
          "mobilenet_v1", "../examples/mobilenet/mobilenet_v1.net",
          "r2plus1d", "../examples/video/r2plus1d.net");

  /**
   * The same for large networks, with the files that {@code benchmarks/make_models.py} wrote to the
   * folder {@code -Dnetc.models} names; there is nothing to test where it names none.
   */
  @TestFactory
  Stream<DynamicTest> theLossesOfLargeNetworksAgree() {
    String folder = System.getProperty("netc.models", "");
    return LARGE.entrySet().stream()
        .filter(e -> !folder.isEmpty())
        .filter(e -> Files.exists(Path.of(folder, e.getKey() + ".steps.safetensors")))
        .map(e -> dynamicTest(e.getKey(), () -> lossesAgree(Path.of(folder), e)));
  }

  private static void lossesAgree(Path folder, Map.Entry<String, String> network)
      throws IOException {
    String name = network.getKey();
    Map<String, Tensor> steps =
        Safetensors.read(folder.resolve(name + ".steps.safetensors")).tensors();
    lossesAgree(folder, network.getValue(), name, steps, 1e-3, 1e-2);
  }

  /** The texts of a batch, which no other extent of theirs is. */
  private static final int TEXTS = 8;

  @ParameterizedTest
  @ValueSource(strings = {"charlstm"})
  void theLossesOfAModelOfTextAgree(String name) throws IOException {
    lossesAgree("../examples/text/" + name + ".net", name, steps(name), 1e-4, 1e-3);
  }

  private static Map<String, Tensor> steps(String name) throws IOException {
    return Safetensors.read(FOLDER.resolve(name + ".steps.safetensors")).tensors();
  }

  @Test
  void theInferenceOfADeepNetworkAgrees() throws IOException {
    Path weights = FOLDER.resolve("resnet20.weights.safetensors");
    Map<String, Tensor> io = Safetensors.read(FOLDER.resolve("resnet20.io.safetensors")).tensors();
    float[] logits = new float[10];
    Compiler.executable(
            Nets.compile("../examples/resnet/resnet20.net").inference(),
            Safetensors.read(weights).tensors(),
            Team.of(2))
        .run(new Object[] {io.get("input").floats()}, new int[] {1}, new Object[] {logits});
    close("logits", logits, io.get("output").floats(), 1e-5);
  }

  private static Session lossesAgree(
      String net, String name, Map<String, Tensor> steps, double firstLoss, double lastLoss)
      throws IOException {
    return lossesAgree(FOLDER, net, name, steps, firstLoss, lastLoss);
  }

  private static Session lossesAgree(
      Path folder,
      String net,
      String name,
      Map<String, Tensor> steps,
      double firstLoss,
      double lastLoss)
      throws IOException {
    TrainingPlan plan = Nets.compile(net).training().orElseThrow();
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(
            Safetensors.read(folder.resolve(name + ".weights.safetensors")).tensors());
    for (Signature.Slot slot : Compiler.signature(plan.step()).parameters()) {
      if (slot.name().startsWith("optimizer.")) {
        tensors.put(
            slot.name(),
            Tensor.zeros(slot.type(), slot.shape().stream().map(Integer::parseInt).toList()));
      }
    }
    Session session = Session.resume(plan, tensors, Team.of(2));
    float[] losses = steps.get("losses").floats();
    long[] target = (long[]) steps.get("target").data();
    int[] label = narrow(target);
    Tensor input = steps.get("input");
    boolean isText = input.data() instanceof long[];
    Object numbers = isText ? narrow((long[]) input.data()) : input.floats();
    int batch = isText ? input.shape().get(input.shape().indexOf(TEXTS)) : label.length;
    for (int i = 0; i < losses.length; i++) {
      float[][] results = new float[Compiler.signature(plan.step()).outputs().size()][1];
      Object[] scalars = {new long[] {1}, new long[] {i}, new long[] {losses.length}};
      session.update(
          new Object[] {scalars[0], scalars[1], scalars[2], numbers, label}, batch, results);
      double tolerance = firstLoss * Math.pow(lastLoss / firstLoss, i / 9.0);
      assertThat((double) results[0][0])
          .as("loss %d of %s", i + 1, name)
          .isCloseTo(losses[i], within(tolerance * Math.abs(losses[i]) + RESOLUTION));
    }
    return session;
  }

  private static int[] narrow(long[] numbers) {
    return java.util.Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * @param tolerance relative to the largest element
   */
  private static void close(String what, float[] actual, float[] expected, double tolerance) {
    double scale = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
    }
    assertThat(largest).as(what).isLessThan(tolerance * scale);
  }
}
