package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.codegen.CodegenException;
import dev.netc.codegen.Compiler;
import dev.netc.codegen.MemoryBudget;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import dev.netc.passes.DeadCode;
import dev.netc.passes.PassCheck;
import dev.netc.passes.PassObserver;
import dev.netc.passes.PassVerifier;
import dev.netc.passes.Pipeline;
import dev.netc.passes.Recomputation;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.InitialTensors;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that are computed again rather than kept are the same to the bit, and take less memory.
 */
final class RematerializationTest {
  private static final int STEPS = 2;

  @ParameterizedTest
  @CsvSource({"lenet/lenet, 64, 0.955", "resnet/resnet20, 2, 0.4", "mlp/mlp, 32, 0.87"})
  void trainingStepsAreTheSameToTheBit(String example, int batch, double part) throws IOException {
    CompiledNetwork network = Nets.compile("../examples/" + example + ".net");
    Graph step = network.training().orElseThrow().step();
    long all = Compiler.memory(step, extents(step, batch)).bytes();
    MemoryBudget budget =
        MemoryBudget.fit(step, Pipeline.standard(), (long) (part * all), extents(step, batch));
    assertThat(budget.before()).isEqualTo(all);
    assertThat(budget.after()).isLessThanOrEqualTo((long) (part * all));
    assertThat(train(network, budget.graph(), Pipeline.parse(""), batch))
        .usingRecursiveComparison()
        .isEqualTo(train(network, step, Pipeline.standard(), batch));
  }

  @Property(tries = 150)
  void randomGraphsGiveTheSameNumbers(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 40) int size) {
    Graph graph = Pipeline.parse("inline,dce").run(RandomGraph.withGradients(seed, size));
    Map<String, Long> extents = extents(graph, 3);
    long peak = Recomputation.peakBytes(graph, extents);
    PassCheck check = new PassCheck(seed);
    for (double part = 0.9; part > 0.3; part -= 0.1) {
      Recomputation.within(graph, (long) (part * peak), extents)
          .ifPresent(r -> observe(graph, r.graph(), check));
    }
    assertThat(check.differences()).allMatch(d -> d.size() == 0);
  }

  private static void observe(Graph before, Graph after, PassCheck check) {
    PassObserver.Run run = new PassObserver.Run(new DeadCode(), before, after, 0, List.of());
    new PassVerifier().ran(run);
    check.ran(run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet/resnet20", "lenet/lenet"})
  void noOtherPassUndoesIt(String example) throws IOException {
    Graph step = Nets.compile("../examples/" + example + ".net").training().orElseThrow().step();
    Map<String, Long> extents = extents(step, 4);
    Graph optimised = Pipeline.standard().run(step);
    long peak = Recomputation.peakBytes(optimised, extents);
    Graph small =
        Recomputation.within(optimised, (long) (0.7 * peak), extents).orElseThrow().graph();
    assertThat(Recomputation.peakBytes(small, extents)).isLessThanOrEqualTo((long) (0.7 * peak));
    Graph again = Pipeline.parse("cse,simplify,fold-constants,cse,dce,fuse").run(small);
    assertThat(barriers(again)).isEqualTo(barriers(small)).isPositive();
    assertThat(Recomputation.peakBytes(again, extents)).isLessThanOrEqualTo((long) (0.7 * peak));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet/lenet"})
  void tooLittleSaysWhatWouldDo(String example) throws IOException {
    Graph step = Nets.compile("../examples/" + example + ".net").training().orElseThrow().step();
    Map<String, Long> extents = extents(step, 64);
    assertThatThrownBy(() -> MemoryBudget.fit(step, Pipeline.standard(), 10_000, extents))
        .isInstanceOf(CodegenException.class)
        .hasMessageMatching(
            "LeNet.step does not run in 10,000 bytes: the least that was found to do is [\\d,]+"
                + " bytes, [\\d,]+ if nothing is computed again; give more, or take a smaller"
                + " batch")
        .satisfies(
            e -> {
              String least = e.getMessage().replaceAll(".*to do is ([\\d,]+) bytes, .*", "$1");
              long bytes = Long.parseLong(least.replace(",", ""));
              assertThat(MemoryBudget.fit(step, Pipeline.standard(), bytes, extents).after())
                  .isLessThanOrEqualTo(bytes);
            });
  }

  private static long barriers(Graph graph) {
    return graph.values().stream().filter(v -> v.op() instanceof Shaping.Barrier).count();
  }

  private static Map<String, Long> extents(Graph graph, int batch) {
    Map<String, Long> extents = new HashMap<>();
    graph.symbols().forEach(s -> extents.put(s, (long) batch));
    return extents;
  }

  /** Parameters, states and outputs after some steps on random examples. */
  private static Map<String, Object> train(
      CompiledNetwork network, Graph step, Pipeline passes, int batch) {
    TrainingPlan plan = network.training().orElseThrow();
    Map<String, Tensor> tensors = new LinkedHashMap<>(InitialTensors.forTraining(plan, 5));
    Map<String, Object> results = new LinkedHashMap<>();
    try (Team team = Team.of(2)) {
      Executable executable = Compiler.compile(step, passes).apply(tensors).session(team);
      Random random = new Random(3);
      Object[] outputs =
          step.outputs().stream().map(o -> array(o.value(), extents(step, batch))).toArray();
      for (int i = 0; i < STEPS; i++) {
        Object[] inputs =
            step.inputs().stream()
                .map(v -> random(array(v, extents(step, batch)), random))
                .toArray();
        executable.run(inputs, new int[] {batch}, outputs);
      }
      for (int i = 0; i < outputs.length; i++) {
        results.put("output " + i, outputs[i]);
      }
    }
    tensors.forEach((path, tensor) -> results.put(path, tensor.data()));
    return results;
  }

  private static Object array(Value value, Map<String, Long> extents) {
    int size = IntStream.of(value.shape().evaluate(extents)).reduce(1, (a, b) -> a * b);
    return ElementType.valueOf(value.dtype().name()).newArray(size);
  }

  /** Normal numbers where there are floats; zeros are classes and counts that are in range. */
  private static Object random(Object array, Random random) {
    if (array instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) random.nextGaussian();
      }
    }
    return array;
  }
}
