package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netc.autodiff.VectorJacobianProduct;
import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Values and gradients that PyTorch computed in f64. {@code -Dnetc.oracle=FOLDER} reads other cases
 * of the same form.
 */
final class OracleTest {
  private static final Path CASES =
      Path.of(System.getProperty("netc.oracle", "src/test/resources/oracle"));
  private static final double EXACT = 1e-9;
  private static final double ROUNDED = 2e-5;
  private static final double CANCELLED = 1e-2;

  /** PyTorch multiplies its gradient by a sixth that is rounded to f32, also in f64. */
  private static final String SIXTH_IN_F32 = "act_hard_sigmoid";

  @TestFactory
  Stream<DynamicTest> theReferenceEvaluatorAgrees() throws IOException {
    return cases("reference", OracleTest::reference);
  }

  @TestFactory
  Stream<DynamicTest> generatedCodeAgrees() throws IOException {
    return cases("compiled", OracleTest::compiled);
  }

  /** A way to compute a graph's outputs from its inputs and parameters. */
  private interface Computation {
    Map<String, double[]> run(
        Graph graph, Map<String, Array> inputs, Map<String, Array> parameters);
  }

  private static Stream<DynamicTest> cases(String how, Computation computation) throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(CASES.resolve("manifest.json").toFile());
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode test : manifest) {
      String name = test.get("name").asText();
      if (List.of("optimizer", "clip_global_norm").contains(test.get("op").asText())) {
        continue; // OptimizerOracleTest has these
      }
      double tolerance =
          !how.equals("reference") ? ROUNDED : SIXTH_IN_F32.equals(name) ? 1e-7 : EXACT;
      tests.add(DynamicTest.dynamicTest(name, () -> check(test, computation, tolerance)));
    }
    return tests.stream();
  }

  private static void check(JsonNode test, Computation computation, double tolerance)
      throws IOException {
    Path file = CASES.resolve(test.get("name").asText() + ".safetensors");
    Map<String, Tensor> tensors = Safetensors.read(file).tensors();
    OracleNetworks.Network network = OracleNetworks.of(test, tensors);
    assertThat(network).as("a network for " + test.get("op")).isNotNull();
    Compilation compilation = Frontend.compile(new SourceFile("case.net", network.text()));
    assertThat(compilation.diagnostics()).as(network.text()).isEmpty();
    Graph graph = VectorJacobianProduct.of(compilation.networks().getFirst().inference());
    Map<String, Array> inputs = new LinkedHashMap<>();
    Map<String, Array> parameters = new LinkedHashMap<>();
    network.parameters().forEach((n, path) -> parameters.put(path, array(tensors.get("in." + n))));
    for (Value input : graph.inputs()) {
      String name = ((Leaf.Input) input.op()).name();
      String key = name.startsWith(VectorJacobianProduct.COTANGENT) ? name : "in." + name;
      // What no gradient flows through has no cotangent.
      Array stored =
          tensors.containsKey(key)
              ? array(tensors.get(key))
              : Array.fill(input.dtype(), input.shape().evaluate(Map.of()), i -> 0);
      boolean scalar = input.shape().rank() == 0; // stored as one element
      inputs.put(name, scalar ? Array.scalar(stored.dtype(), stored.get(0)) : stored);
    }
    Map<String, double[]> results = computation.run(graph, inputs, parameters);
    for (JsonNode output : test.get("outputs")) {
      String name = output.asText();
      close("out." + name, results.get(name), tensors, 0, tolerance);
    }
    // A gradient that is 0 because its terms cancel is known as well as its terms.
    double terms = 0;
    for (JsonNode input : test.get("gradients")) {
      terms = Math.max(terms, CANCELLED * largest(array(tensors.get("grad." + input.asText()))));
    }
    for (JsonNode input : test.get("gradients")) {
      String name = input.asText();
      String path = network.parameters().getOrDefault(name, name);
      if (isUnrecorded(test, name, tensors)) {
        continue;
      }
      double[] actual = results.get(VectorJacobianProduct.GRADIENT + path);
      close("grad." + name, actual, tensors, terms, tolerance);
    }
  }

  /**
   * Whether a gradient of other cases is 0 only because PyTorch's functional call does not reach
   * the flattened weights of recurrent modules; ours have been computed again.
   */
  private static boolean isUnrecorded(JsonNode test, String name, Map<String, Tensor> tensors) {
    return System.getProperty("netc.oracle") != null
        && test.get("op").asText().matches("rnn_tanh|rnn_relu|lstm|gru")
        && name.matches("(weight|bias)_.*")
        && largest(array(tensors.get("grad." + name))) == 0;
  }

  private static double largest(Array array) {
    return Arrays.stream(array.data()).map(Math::abs).max().orElse(0);
  }

  private static void close(
      String what,
      double[] actual,
      Map<String, Tensor> tensors,
      double leastScale,
      double tolerance) {
    Array golden = array(tensors.get(what));
    double[] expected = golden.data();
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double scale = Math.max(Math.max(largest(golden), leastScale), Double.MIN_NORMAL);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]) / scale)
          .as("%s[%d]: %s, not %s", what, i, actual[i], expected[i])
          .isLessThanOrEqualTo(tolerance);
    }
  }

  private static Array array(Tensor tensor) {
    int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
    return switch (tensor.data()) {
      case double[] data -> Array.fill(DType.F32, shape, i -> data[i]);
      case long[] data -> Array.fill(DType.I32, shape, i -> data[i]);
      default -> throw new IllegalArgumentException("a tensor of " + tensor.type());
    };
  }

  private static Map<String, double[]> reference(
      Graph graph, Map<String, Array> inputs, Map<String, Array> parameters) {
    Map<String, double[]> results = new LinkedHashMap<>();
    new Evaluator(Map.of())
        .run(graph, inputs, parameters)
        .outputs()
        .forEach((name, array) -> results.put(name, array.data()));
    return results;
  }

  private static Map<String, double[]> compiled(
      Graph graph, Map<String, Array> inputs, Map<String, Array> parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.forEach((path, array) -> tensors.put(path, rounded(array)));
    Object[] in = inputs.values().stream().map(a -> rounded(a).data()).toArray();
    Map<String, float[]> out = new LinkedHashMap<>();
    graph
        .outputs()
        .forEach(
            o ->
                out.put(o.name(), new float[Math.toIntExact(o.value().shape().size().constant())]));
    try (Team team = Team.of(2)) {
      Executable executable = Compiler.executable(graph, tensors, team);
      executable.run(in, new int[0], out.values().toArray());
    }
    Map<String, double[]> results = new LinkedHashMap<>();
    out.forEach(
        (name, values) -> {
          double[] wide = new double[values.length];
          for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
          }
          results.put(name, wide);
        });
    return results;
  }

  private static Tensor rounded(Array array) {
    List<Integer> shape = Arrays.stream(array.shape()).boxed().toList();
    ElementType type = array.dtype() == DType.I32 ? ElementType.I32 : ElementType.F32;
    Tensor tensor = Tensor.zeros(type, shape);
    for (int i = 0; i < array.size(); i++) {
      switch (tensor.data()) {
        case float[] data -> data[i] = (float) array.get(i);
        case int[] data -> data[i] = (int) array.get(i);
        default -> throw new IllegalStateException();
      }
    }
    return tensor;
  }
}
