package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.codegen.Compiler;
import dev.netc.codegen.NetworkClass;
import dev.netc.codegen.TrainingGraphs;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.runtime.Checkpoint;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generated trainer makes the updates of {@code netc train}, bit for bit. */
final class GeneratedTrainerTest {
  private static final int BATCH = 6;
  private static final int UPDATES = 9;

  /** Everything that a step can keep: running statistics, moments, averages, sums of gradients. */
  private static final String NET =
      """
      network A(x: f32[N, 4]) -> (y: f32[N, 2]) {
          y = x |> linear(8) |> batch_norm |> relu |> dropout(0.2) |> linear(2)
      }

      training A(label: i32[N]) {
          loss       cross_entropy(y, label)
          metric     accuracy(y, label)
          optimizer  OPTIMIZER
          accumulate 2
          average    0.9
      }
      """;

  private static final String CARRYING =
      """
      network B(x: f32[N, 3], h: f32[N, 5]) -> (y: f32[N, 1], next: f32[N, 5]) {
          next = tanh((x |> linear(5)) + (h |> linear(5)))
          y = next |> linear(1)
      }

      training B(truth: f32[N, 1]) {
          loss      mean_squared_error(y, truth)
          carry     h = next
          optimizer adam(rate = 0.01)
      }
      """;

  @TempDir Path folder;

  private final Random random = new Random(5);

  private static CompiledNetwork network(String text) {
    var compilation = Frontend.compile(new SourceFile("a.net", text));
    assertThat(compilation.diagnostics()).isEmpty();
    return compilation.networks().getFirst();
  }

  private JavaSources sources(CompiledNetwork network) throws Exception {
    TrainingPlan plan = network.training().orElseThrow();
    String name = network.name();
    return new JavaSources(folder)
        .add(
            new NetworkClass(network.inference(), "app", name)
                .initializer(network.initialize())
                .training(
                    new TrainingGraphs(
                        plan.step(), plan.initializeState(), plan.carries().keySet()))
                .source())
        .add(Compiler.source(plan.step(), "app", NetworkClass.stepClass(name)));
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static String floats(float[] values) {
    return java.util.Arrays.toString(values)
        .replace(", ", "f, ")
        .replace("[", "{")
        .replace("]", "f}");
  }

  @Test
  void itsLossesAndCheckpointsAreThoseOfATraining() throws Exception {
    trains("adam(rate = cosine(0.05, warmup = 3), weight_decay = 1e-2)");
  }

  @Test
  void statesThatAreComputedAreThoseOfATraining() throws Exception {
    trains("sgd(rate = step_decay(0.1, 3), momentum = 0.9)");
  }

  private void trains(String optimizer) throws Exception {
    CompiledNetwork network = network(NET.replace("OPTIMIZER", optimizer));
    float[] x = numbers(UPDATES * BATCH * 4);
    int[] labels = random.ints(UPDATES * BATCH, 0, 2).toArray();
    Path file = folder.resolve("trained.safetensors");
    @SuppressWarnings("unchecked")
    List<Float> losses =
        (List<Float>)
            sources(network)
                .run(
                    """
                    A.Trainer trainer = A.train(11, %1$d);
                    Path file = Path.of("%5$s");
                    float[] x = %3$s;
                    int[] labels = %4$s;
                    List<Float> losses = new ArrayList<>();
                    for (int i = 0; i < %1$d; i++) {
                        if (i == 5) { // as another program would go on
                            trainer.save(file);
                            trainer = A.Trainer.load(file);
                        }
                        losses.add(trainer.step(
                            Arrays.copyOfRange(x, i * %2$d * 4, (i + 1) * %2$d * 4),
                            Arrays.copyOfRange(labels, i * %2$d, (i + 1) * %2$d), %2$d));
                        losses.add(trainer.accuracy());
                    }
                    trainer.save(file);
                    if (trainer.updates() != %1$d || trainer.steps() != %1$d || trainer.loss() != losses.get(2 * %1$d - 2)) {
                        throw new AssertionError(trainer.updates());
                    }
                    return losses;
                    """
                        .formatted(
                            UPDATES,
                            BATCH,
                            floats(x),
                            java.util.Arrays.toString(labels).replace('[', '{').replace(']', '}'),
                            file));
    Session session = Session.start(network.training().orElseThrow(), 11, Team.single());
    List<Float> expected = new ArrayList<>();
    for (int i = 0; i < UPDATES; i++) {
      float[] loss = new float[1];
      float[] accuracy = new float[1];
      Object[] inputs = {
        new long[] {11},
        new long[] {i},
        new long[] {UPDATES},
        java.util.Arrays.copyOfRange(x, i * BATCH * 4, (i + 1) * BATCH * 4),
        java.util.Arrays.copyOfRange(labels, i * BATCH, (i + 1) * BATCH)
      };
      session.update(inputs, BATCH, new Object[] {loss, accuracy, new float[1]});
      expected.add(loss[0]);
      expected.add(accuracy[0]);
    }
    assertThat(losses).isEqualTo(expected);
    Checkpoint checkpoint = Checkpoint.read(file);
    assertThat(checkpoint.tensors()).containsExactlyInAnyOrderEntriesOf(session.tensors());
    assertThat(checkpoint.step()).isEqualTo(UPDATES);
    assertThat(checkpoint.seed()).isEqualTo(11);
    assertThat(checkpoint.network()).isEqualTo("A");
  }

  @Test
  void itsNetworkHasTheAverages() throws Exception {
    CompiledNetwork network = network(NET.replace("OPTIMIZER", "sgd(rate = 0.5)"));
    Path file = folder.resolve("trained.safetensors");
    Object parameters =
        sources(network)
            .run(
                """
                A.Trainer trainer = A.train(2, 100);
                for (int i = 0; i < 4; i++) {
                    trainer.step(new float[] {1, 2, 3, 4, 4, 3, 2, 1}, new int[] {0, 1}, 2);
                }
                A network = trainer.network();
                trainer.save(Path.of("%s"));
                for (int i = 0; i < 4; i++) { // does not change the network
                    trainer.step(new float[] {1, 2, 3, 4, 4, 3, 2, 1}, new int[] {0, 1}, 2);
                }
                return network.parameters();
                """
                    .formatted(file));
    Map<String, Tensor> saved = Safetensors.read(file).tensors();
    assertThat(((Map<?, ?>) parameters).get("linear_1.weight"))
        .isEqualTo(saved.get("linear_1.weight"))
        .isNotEqualTo(saved.get("trained.linear_1.weight"));
  }

  @Test
  void whatIsCarriedGoesFromUpdateToUpdate() throws Exception {
    CompiledNetwork network = network(CARRYING);
    Object losses =
        sources(network)
            .run(
                """
                float[] x = {1, 2, 3, 4, 5, 6};
                float[] truth = {1, -1};
                Path file = Path.of("%s");
                B.Trainer trainer = B.train(1, 10);
                List<Float> losses = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    losses.add(trainer.step(x, truth, 2));
                    trainer.save(file);
                    trainer = B.Trainer.load(file);
                }
                trainer.restart();
                losses.add(trainer.step(x, truth, 2));
                return losses;
                """
                    .formatted(folder.resolve("b.safetensors")));
    TrainingPlan plan = network.training().orElseThrow();
    Session session = Session.start(plan, 1, Team.single());
    List<Float> expected = new ArrayList<>();
    float[] h = new float[10];
    for (int i = 0; i < 5; i++) {
      h = i == 4 ? new float[10] : h;
      float[] loss = new float[1];
      float[] next = new float[10];
      Object[] inputs = {
        new long[] {1},
        new long[] {i},
        new long[] {10},
        new float[] {1, 2, 3, 4, 5, 6},
        h,
        new float[] {1, -1}
      };
      session.update(inputs, 2, new Object[] {loss, next});
      h = next;
      expected.add(loss[0]);
    }
    assertThat(losses).isEqualTo(expected);
  }

  /** The gradient is 1 always, so that an update lowers the parameter by the rate. */
  private static final String PLATEAU =
      """
      network C(x: f32[N]) -> (y: f32[N]) {
          param p: f32 = constant(0.0)
          y = p * x
      }

      training C() {
          loss      mean(y)
          optimizer sgd(rate = plateau(0.5, patience = 0, factor = 0.5))
      }
      """;

  @Test
  void evaluationsLowerTheRate() throws Exception {
    Object ends =
        sources(network(PLATEAU))
            .run(
                """
                Path file = Path.of("%s");
                C.Trainer trainer = C.train(1, 10);
                List<Float> ends = new ArrayList<>();
                for (double loss : new double[] {1, 2, 0.5, 0.6}) {
                    trainer.step(new float[] {1}, 1);
                    trainer.step(new float[] {1}, 1);
                    ends.add(((float[]) trainer.network().parameters().get("p").data())[0]);
                    trainer.validated(Map.of("loss", loss));
                    trainer.save(file); // as another program would go on
                    trainer = C.Trainer.load(file);
                }
                trainer.step(new float[] {1}, 1);
                ends.add(((float[]) trainer.network().parameters().get("p").data())[0]);
                return ends;
                """
                    .formatted(folder.resolve("c.safetensors")));
    // 0.5 until 2 is no better than 1, then 0.25 until 0.6 is no better than 0.5, then 0.125
    assertThat(ends).isEqualTo(List.of(-1f, -2f, -2.5f, -3f, -3.125f));
  }

  @Test
  void mistakesAreExplained() throws Exception {
    JavaSources sources = sources(network(CARRYING));
    Path file = folder.resolve("b.safetensors");
    assertThatThrownBy(
            () ->
                sources.run(
                    """
                    B.train(1, 10).step(new float[9], new float[2], 2);
                    return "";
                    """))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "x has 9 elements; f32[N, 3] has 6 at N = 2; x fits N = 3, h fits N = 2, truth fits N ="
                + " 2: inputs must agree on N");
    assertThatThrownBy(() -> sources.run("return B.Trainer.load(Path.of(\"%s\"));".formatted(file)))
        .hasMessage("no such file: " + file);
    new Checkpoint("A", 1, 2, 3, 0, Map.of(), List.of(0.0), Map.of()).write(file);
    assertThatThrownBy(() -> sources.run("return B.Trainer.load(Path.of(\"%s\"));".formatted(file)))
        .hasMessage(file + " is a training of A, not of B");
  }
}
