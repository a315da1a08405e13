package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.autodiff.VectorJacobianProduct;
import dev.netc.codegen.Compiler;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphParser;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operator of the graph has a meaning, a lowering and a gradient: the graphs of a folder have
 * every one, and each graph is evaluated, compiled and differentiated.
 */
final class EveryOperatorTest {
  private static final Path FOLDER = Path.of("src/test/resources/operators");
  private static final double STEP = 1e-6;
  private static final long EXTENT = 3;

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  private static Graph graph(Path file) throws IOException {
    return GraphParser.parse(Files.readString(file));
  }

  @Test
  void noOperatorIsMissing() throws IOException {
    Set<Class<?>> seen = new HashSet<>();
    for (Path file : files()) {
      graph(file).values().forEach(v -> seen.add(v.op().getClass()));
    }
    assertThat(operators(Op.class).filter(o -> !seen.contains(o))).isEmpty();
  }

  private static Stream<Class<?>> operators(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(EveryOperatorTest::operators)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("files")
  void theCompiledClassDoesWhatTheDefinitionsSay(Path file) throws IOException {
    Graph graph = graph(file);
    new AgainstReference(graph).compare(Compiler.compile(graph));
    Graph differentiated = VectorJacobianProduct.of(graph);
    new AgainstReference(differentiated).compare(Compiler.compile(differentiated));
  }

  @ParameterizedTest
  @MethodSource("files")
  void gradientsAreThoseOfDifferences(Path file) throws IOException {
    Graph graph = graph(file);
    Graph both = VectorJacobianProduct.of(graph);
    Random random = new Random(5);
    Map<String, Array> inputs = new LinkedHashMap<>();
    Map<String, Array> parameters = new LinkedHashMap<>();
    both.inputs().forEach(v -> inputs.put(((Leaf.Input) v.op()).name(), array(v, random)));
    both.parameters()
        .forEach(v -> parameters.put(((Leaf.Parameter) v.op()).path(), array(v, random)));
    Map<String, Array> gradients = evaluate(both, inputs, parameters);
    for (Map<String, Array> group : List.of(inputs, parameters)) {
      for (String name : Set.copyOf(group.keySet())) {
        Array gradient = gradients.get(VectorJacobianProduct.GRADIENT + name);
        for (int i = 0; gradient != null && i < gradient.size(); i++) {
          Array before = group.get(name);
          group.put(name, moved(before, i, STEP));
          double above = weighted(both, inputs, parameters);
          group.put(name, moved(before, i, -STEP));
          double below = weighted(both, inputs, parameters);
          group.put(name, before);
          assertThat(gradient.get(i))
              .as("%s, element %d", name, i)
              .isCloseTo((above - below) / (2 * STEP), within(1e-5));
        }
      }
    }
  }

  private static Array array(Value value, Random random) {
    int[] shape =
        value.shape().dims().stream()
            .mapToInt(d -> (int) (d.isConstant() ? d.constant() : EXTENT))
            .toArray();
    return Array.fill(
        value.dtype(),
        shape,
        i -> value.dtype() == DType.F32 ? 0.2 + random.nextDouble() : random.nextInt(2));
  }

  private static Array moved(Array array, int place, double by) {
    return Array.fill(
        array.dtype(), array.shape(), i -> i == place ? array.get(i) + by : array.get(i));
  }

  private static Map<String, Array> evaluate(
      Graph graph, Map<String, Array> inputs, Map<String, Array> parameters) {
    return new Evaluator(Map.of("N", EXTENT)).run(graph, inputs, parameters).outputs();
  }

  /** The sum of the outputs, weighted by their cotangents. */
  private static double weighted(
      Graph graph, Map<String, Array> inputs, Map<String, Array> parameters) {
    Map<String, Array> outputs = evaluate(graph, inputs, parameters);
    double sum = 0;
    for (Map.Entry<String, Array> output : outputs.entrySet()) {
      Array weights = inputs.get(VectorJacobianProduct.COTANGENT + output.getKey());
      for (int i = 0; weights != null && i < weights.size(); i++) {
        sum += weights.get(i) * output.getValue().get(i);
      }
    }
    return sum;
  }
}
