package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.Uniform;
import dev.netc.ir.analysis.UniformAxes;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What the analysis says is equal is equal when the graph runs. */
final class UniformAxesTest {
  private static final Map<String, Long> EXTENTS = Map.of("N", 4L);

  @Property(tries = 300)
  void whatIsCalledEqualIsEqual(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size) {
    Graph graph = withAllOutputs(Inliner.inlineBlocks(RandomGraph.withGradients(seed, size)));
    Random random = new Random(seed);
    Map<String, Uniform> facts = new HashMap<>();
    Map<String, Array> parameters = new HashMap<>();
    for (Value value : graph.parameters()) {
      Uniform fact = fact(value.tensor(), random);
      String path = ((Leaf.Parameter) value.op()).path();
      facts.put(path, fact);
      parameters.put(path, array(value.tensor(), fact, random));
    }
    Map<String, Array> inputs = new HashMap<>();
    for (Value value : graph.inputs()) {
      inputs.put(
          ((Leaf.Input) value.op()).name(),
          array(value.tensor(), Uniform.nowhere(value.shape()), random));
    }
    Map<String, Array> outputs = new Evaluator(EXTENTS).run(graph, inputs, parameters).outputs();
    Assume.that(outputs.values().stream().allMatch(UniformAxesTest::isFinite));
    UniformAxes axes = UniformAxes.of(graph, facts);
    graph.outputs().forEach(o -> check(outputs.get(o.name()), axes.of(o.value()), o.value()));
  }

  private static Graph withAllOutputs(Graph graph) {
    List<Graph.Output> outputs = new ArrayList<>();
    for (Value value : graph.values()) {
      if (value.type() instanceof TensorType) {
        outputs.add(new Graph.Output("v" + value.id(), value));
      }
    }
    return new Graph(
        graph.name(), graph.inputs(), graph.parameters(), outputs, List.of(), graph.values());
  }

  private static Uniform fact(TensorType type, Random random) {
    if (random.nextInt(3) == 0) {
      return Uniform.number(type.shape(), random.nextInt(2));
    }
    Set<Integer> axes = new HashSet<>(Uniform.nowhere(type.shape()).axes());
    for (int axis = 0; axis < type.rank(); axis++) {
      if (random.nextBoolean()) {
        axes.add(axis);
      }
    }
    return new Uniform(axes, OptionalDouble.empty());
  }

  /** Random numbers that are equal where they must be. */
  private static Array array(TensorType type, Uniform fact, Random random) {
    int[] shape = type.shape().evaluate(EXTENTS);
    long draw = random.nextLong();
    return Array.fill(
        type.dtype(),
        shape,
        o -> {
          int[] index = Array.index(shape, o);
          fact.axes().forEach(axis -> index[axis] = 0);
          Random element = new Random(draw + 31L * java.util.Arrays.hashCode(index));
          double number = type.dtype().isFloat() ? element.nextGaussian() : element.nextInt(4);
          return fact.number().orElse(number);
        });
  }

  private static boolean isFinite(Array array) {
    for (int i = 0; i < array.size(); i++) {
      if (!Double.isFinite(array.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static void check(Array array, Uniform uniform, Value value) {
    for (int o = 0; o < array.size(); o++) {
      double found = array.get(o);
      int[] index = Array.index(array.shape(), o);
      uniform.axes().forEach(axis -> index[axis] = 0);
      assertThat(found)
          .as("%s = %s, which is %s", value, value.op(), uniform)
          .isCloseTo(
              uniform.number().orElse(array.at(index)), within(1e-9 * (1 + Math.abs(found))));
    }
  }
}
