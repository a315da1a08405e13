package dev.netc.cli.lowrank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.ir.Graph;
import dev.netc.ir.GraphParser;
import dev.netc.ir.GraphText;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that are products of smaller ones are found to be, and the graph computes the same. */
final class FactorizationTest {
  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource({"6, 20", "20, 6", "9, 9"})
  void theRankOfAMatrixIsFound(int rows, int columns) {
    DMatrixRMaj matrix = product(rows, 3, columns);
    Factors factors = Factors.of(matrix, 1 - 1e-9);
    assertThat(factors.rank()).isEqualTo(3);
    DMatrixRMaj difference = new DMatrixRMaj(rows, columns);
    CommonOps_DDRM.mult(factors.left(), factors.right(), difference);
    CommonOps_DDRM.subtractEquals(difference, matrix);
    assertThat(NormOps_DDRM.normF(difference)).isLessThan(1e-9);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 1", "0.64, 1", "0.65, 2", "0.92, 2", "0.93, 3", "1, 3"})
  void noMoreIsKeptThanTheEnergyNeeds(double energy, int rank) {
    // Squares 9, 4 and 1 of 14.
    Factors factors = Factors.of(CommonOps_DDRM.diag(2, 3, 0, 1), energy);
    assertThat(factors.rank()).isEqualTo(rank);
    assertThat(factors.energy()).isGreaterThanOrEqualTo(energy - 1e-9);
  }

  private DMatrixRMaj product(int rows, int rank, int columns) {
    DMatrixRMaj left = RandomMatrices_DDRM.rectangle(rows, rank, -1, 1, random);
    DMatrixRMaj right = RandomMatrices_DDRM.rectangle(rank, columns, -1, 1, random);
    DMatrixRMaj product = new DMatrixRMaj(rows, columns);
    CommonOps_DDRM.mult(left, right, product);
    return product;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%x: f32[N, 12] | [16, 12] | matmul %x, %w { transpose_b } : f32[N, 16]",
        "%x: f32[N, 12, 4, 4] | [16, 12, 1, 1] | convolution %x, %w : f32[N, 16, 4, 4]",
        "%x: f32[N, 12, 9] | [16, 12, 3] | convolution %x, %w { padding = [1] } : f32[N, 16, 9]",
        "%x: f32[N, 8, 9, 11] | [16, 8, 3, 3]"
            + " | convolution %x, %w { stride = [2, 1], padding = [1, 1] } : f32[N, 16, 5, 11]",
        "%x: f32[N, 8, 9, 11] | [16, 8, 3, 3]"
            + " | convolution %x, %w { padding = [1, 2], dilation = [1, 2] } : f32[N, 16, 9, 11]",
        "%x: f32[N, 4, 6, 7, 5] | [16, 4, 3, 3, 3]"
            + " | convolution %x, %w { stride = [2, 1, 1], padding = [1, 1, 0] } : f32[N, 16, 3, 7, 3]",
      })
  void lowRankWeightsAreExact(String example) {
    String[] parts = example.split(" \\| ");
    Graph graph =
        GraphParser.parse(
            """
            graph g(%s) {
              param %%w: f32%s
              %%3 = %s
              return y = %%3
            }
            """
                .formatted((Object[]) parts));
    for (Scheme scheme : Scheme.values()) {
      Value product = graph.output("y").orElseThrow();
      if (scheme.fits(product.op())) {
        Map<String, Tensor> tensors = Map.of("w", lowRank(graph, scheme));
        Factorization factorization = Factorization.of(graph, tensors, 1 - 1e-9);
        Factorization.Pair pair =
            factorization.layers().get("w").factors().orElseThrow(AssertionError::new);
        assertThat(pair.scheme()).isEqualTo(scheme);
        assertThat(pair.rank()).isEqualTo(2);
        Graph applied = factorization.apply(graph);
        assertThat(GraphText.print(applied)).contains("%w.first", "%w.second");
        assertThat(run(applied, factorization.apply(tensors)))
            .usingComparatorWithPrecision(1e-4)
            .containsExactly(run(graph, tensors));
      }
    }
  }

  /** Weights of rank 2 in the form that a scheme looks at, by the scheme's own first and second. */
  private Tensor lowRank(Graph graph, Scheme scheme) {
    int[] shape = graph.parameters().getFirst().shape().evaluate(Map.of());
    List<Integer> extents = Arrays.stream(shape).boxed().toList();
    Tensor zeros = Tensor.zeros(ElementType.F32, extents);
    DMatrixRMaj like = scheme.matrix(zeros);
    DMatrixRMaj wanted = product(like.numRows, 2, like.numCols);
    // Which element of the matrix each weight is, by moving a number through.
    for (int i = 0; i < zeros.size(); i++) {
      zeros.floats()[i] = i;
    }
    DMatrixRMaj places = scheme.matrix(zeros);
    float[] weights = new float[zeros.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[(int) places.data[i]] = (float) wanted.data[i];
    }
    return Tensor.of(weights, extents.toArray(Integer[]::new));
  }

  private static double[] run(Graph graph, Map<String, Tensor> tensors) {
    Random random = new Random(9);
    Map<String, Long> symbols = Map.of("N", 2L);
    Map<String, Array> inputs = new LinkedHashMap<>();
    for (Value v : graph.inputs()) {
      inputs.put(
          ((Leaf.Input) v.op()).name(),
          Array.fill(v.dtype(), v.shape().evaluate(symbols), i -> random.nextGaussian()));
    }
    Map<String, Array> parameters = new LinkedHashMap<>();
    for (Value v : graph.parameters()) {
      String path = ((Leaf.Parameter) v.op()).path();
      float[] data = tensors.get(path).floats();
      parameters.put(path, Array.fill(v.dtype(), v.shape().evaluate(symbols), i -> data[i]));
    }
    return new Evaluator(symbols).run(graph, inputs, parameters).outputs().get("y").data();
  }
}
