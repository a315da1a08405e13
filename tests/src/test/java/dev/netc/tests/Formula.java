package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A network of fixed shapes without parameters, on random inputs. */
final class Formula {
  private static final double STEP = 1e-6;

  private final Graph graph;
  private final Map<String, Array> inputs = new LinkedHashMap<>();

  private Formula(Graph graph, Random random) {
    this.graph = graph;
    for (Value input : graph.inputs()) {
      int[] shape =
          input.shape().dims().stream().mapToInt(d -> Math.toIntExact(d.constant())).toArray();
      boolean isFloat = input.dtype().isFloat();
      inputs.put(
          ((Leaf.Input) input.op()).name(),
          Array.fill(
              input.dtype() == DType.F32 ? DType.F32 : DType.I32,
              shape,
              i -> isFloat ? (float) (2 * random.nextDouble() - 1) : random.nextInt(3)));
    }
  }

  /** {@code network A(inputs) -> (y: result) { y = expression }}. */
  static Formula of(String inputs, String result, String expression, long seed) {
    String text = "network A(%s) -> (y: %s) { y = %s }".formatted(inputs, result, expression);
    Compilation compilation = Frontend.compile(new SourceFile("formula.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return new Formula(compilation.networks().getFirst().inference(), new Random(seed));
  }

  /** An input's elements. */
  double[] input(String name) {
    return inputs.get(name).data();
  }

  /** The elements of y by the definition of each operator; the compiled class must agree. */
  double[] value() {
    double[] y = evaluate(graph, inputs, "y").data();
    Object[] in =
        inputs.values().stream().map(AgainstReference::tensor).map(t -> t.data()).toArray();
    Tensor like = AgainstReference.tensor(evaluate(graph, inputs, "y"));
    Object out = like.type().newArray(like.size());
    Compiler.executable(graph, Map.of(), Team.single()).run(in, new int[0], new Object[] {out});
    for (int i = 0; i < y.length; i++) {
      double compiled = ((Number) java.lang.reflect.Array.get(out, i)).doubleValue();
      assertThat(compiled)
          .as("element %d, compiled", i)
          .isCloseTo(y[i], within(2e-6 * (1 + Math.abs(y[i]))));
    }
    return y;
  }

  /** Compares the gradient of a random weighting of y to an input with central differences. */
  void checkGradient(String name) {
    Graph both = VectorJacobianProduct.of(graph);
    Map<String, Array> all = new LinkedHashMap<>(inputs);
    Array y = evaluate(graph, inputs, "y");
    Random random = new Random(1);
    Array weights = Array.fill(DType.F32, y.shape(), i -> random.nextDouble());
    all.put(VectorJacobianProduct.COTANGENT + "y", weights);
    double[] gradient = evaluate(both, all, VectorJacobianProduct.GRADIENT + name).data();
    for (int i = 0; i < gradient.length; i++) {
      double difference = weighted(name, i, STEP, weights) - weighted(name, i, -STEP, weights);
      assertThat(gradient[i])
          .as("gradient of element %d of %s", i, name)
          .isCloseTo(difference / (2 * STEP), within(1e-5));
    }
  }

  private double weighted(String name, int place, double step, Array weights) {
    Array x = inputs.get(name);
    Map<String, Array> moved = new LinkedHashMap<>(inputs);
    moved.put(name, Array.fill(x.dtype(), x.shape(), i -> i == place ? x.get(i) + step : x.get(i)));
    double[] y = evaluate(graph, moved, "y").data();
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += y[i] * weights.get(i);
    }
    return sum;
  }

  private static Array evaluate(Graph graph, Map<String, Array> inputs, String output) {
    return new Evaluator(Map.of()).run(graph, inputs, Map.of()).outputs().get(output);
  }
}
