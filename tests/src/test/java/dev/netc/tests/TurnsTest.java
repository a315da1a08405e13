package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.Verifier;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.Tensor;
import dev.netc.training.DataSet;
import dev.netc.training.Examples;
import dev.netc.training.InitialTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are trained in turn. */
final class TurnsTest {
  private static List<CompiledNetwork> compile(String text) {
    Compilation compilation = Frontend.compile(new SourceFile("turns.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return compilation.networks();
  }

  /** Two numbers: a lowers a b + b, then b lowers b b a with the a that this gave. */
  private static final String NUMBERS =
      """
      network A(x: f32[N]) -> (y: f32[N]) {
          param a: f32 = constant(0.0)
          y = a * x
      }

      network B(x: f32[N]) -> (y: f32[N]) {
          param b: f32 = constant(0.0)
          y = b * x
      }

      training A, B(x: f32[N]) {
          before = A(x)
          turn A {
              loss      sum(B(before) + B(x))
              optimizer sgd(rate = 0.5)
          }
          turn B {
              loss      sum(B(B(before)))
              optimizer sgd(rate = 0.1)
          }
      }
      """;

  @Test
  void aTurnSeesWhatTheTurnsBeforeHaveMadeAndChangesItsNetworkAlone() {
    TrainingPlan plan = compile(NUMBERS).getFirst().training().orElseThrow();
    Verifier.verify(plan.step());
    Array zero = Array.scalar(DType.F32, 0);
    Map<String, Array> parameters =
        Map.of(
            "A.a",
            Array.scalar(DType.F32, 3),
            "B.b",
            Array.scalar(DType.F32, 2),
            "optimizer.velocity.A.a",
            zero,
            "optimizer.velocity.B.b",
            zero);
    Map<String, Array> inputs =
        Map.of(
            "seed", Array.scalar(DType.I64, 1),
            "step", Array.scalar(DType.I64, 0),
            "steps", Array.scalar(DType.I64, 1),
            "x", Array.of(DType.F32, new int[] {1}, new double[] {1}));
    Evaluator.Result result = new Evaluator(Map.of("N", 1L)).run(plan.step(), inputs, parameters);
    assertThat(result.outputs().get("loss.A").get(0)).isEqualTo(3 * 2 + 2);
    double a = 3 - 0.5 * 2; // the derivative of a b + b to a is b
    assertThat(result.updates().get("A.a").get(0)).isCloseTo(a, within(1e-12));
    assertThat(result.outputs().get("loss.B").get(0)).isCloseTo(2 * 2 * a, within(1e-12));
    double b = 2 - 0.1 * (2 * 2 * a);
    assertThat(result.updates().get("B.b").get(0)).isCloseTo(b, within(1e-7));
    assertThat(result.outputs().get("loss").get(0)).isCloseTo(8 + 4 * a, within(1e-12));
  }

  private static final String GAN =
      """
      network Draws(z: f32[N, 4]) -> (point: f32[N, 2]) {
          point = z |> linear(8) |> batch_norm |> tanh |> dropout(0.2) |> linear(2)
      }

      network Judges(point: f32[N, 2]) -> (logit: f32[N, 1]) {
          logit = point |> linear(8) |> batch_norm |> leaky_relu |> dropout(0.2) |> linear(1)
      }

      training Draws, Judges(real: f32[N, 2]) {
          batch 8

          fake = Draws(normal([N, 4]))

          turn Judges {
              loss      binary_cross_entropy(Judges(real), ones[N, 1])
              loss      binary_cross_entropy(Judges(stop_gradient(fake)), zeros[N, 1])
              optimizer adam(rate = 0.01)
              clip      global_norm(1.0)
          }

          turn Draws {
              loss      binary_cross_entropy(Judges(fake), ones[N, 1])
              optimizer adam(rate = plateau(0.01, metric = "loss.Draws", patience = 0))
              freeze    "*.bias"
          }
      }
      """;

  @Test
  void anInterruptedTrainingGoesOnWithTheSameBits(@TempDir Path folder) throws IOException {
    Random random = new Random(2);
    DataSet data = new DataSet("points", points(40, random), points(16, random));
    InterruptedTraining training = new InterruptedTraining(compile(GAN).getFirst(), data, 6);
    Path whole = Files.createDirectory(folder.resolve("whole"));
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Map<String, Tensor> expected = training.run(whole, Integer.MAX_VALUE);
    assertThat(training.run(broken, 3)).isEqualTo(expected);
    assertThat(training.run(broken, 3)).as("finished").isEqualTo(expected);
    assertThat(folder.resolve("whole/history.csv"))
        .content()
        .startsWith("epoch,train_loss,train_loss.Judges,train_loss.Draws,test_loss");
  }

  @Test
  void eachNetworkFindsItsParametersInTheCheckpoint() {
    List<CompiledNetwork> networks = compile(GAN);
    Map<String, Tensor> start =
        InitialTensors.forTraining(networks.getFirst().training().orElseThrow(), 1);
    for (CompiledNetwork network : networks) {
      Map<String, Tensor> own = InitialTensors.parameters(network, 1);
      assertThat(own.keySet()).allMatch(path -> path.startsWith(network.name() + "."));
      assertThat(start).containsKeys(own.keySet().toArray(String[]::new));
    }
    assertThat(networks.getLast().training()).isEmpty();
  }

  private static Examples points(int count, Random random) {
    float[] x = new float[2 * count];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return new Examples(count, List.of(Tensor.of(x, count, 2)));
  }
}
