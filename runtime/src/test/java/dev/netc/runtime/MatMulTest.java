package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The kernels on vectors and on scalars against a sum in f64. */
final class MatMulTest {
  private final Team team = Team.of(2);

  @Property(tries = 300)
  void productsOfAnyStridesAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 150) int m,
      @ForAll @IntRange(min = 1, max = 70) int n,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll boolean withBias,
      @ForAll boolean relu,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] a = random(random, m * k + 3);
    float[] b = random(random, k * n + 5 + (seed % 2 == 0 ? 64 : 0));
    float[] c = random(random, m * n + 7);
    float[] bias = random(random, n + 2);
    float[] before = c.clone();
    int aRow = transposeA ? 1 : k;
    int aColumn = transposeA ? m : 1;
    int bRow = transposeB ? 1 : n;
    int bColumn = transposeB ? k : 1;
    float[] shift = withBias ? bias : null;
    MatMul matmul = new MatMul(team);
    matmul.run(m, n, k, a, 3, aRow, aColumn, b, 5, bRow, bColumn, c, 7, n, shift, 2, 0, relu);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = withBias ? bias[2 + j] : 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a[3 + i * aRow + p * aColumn] * b[5 + p * bRow + j * bColumn];
        }
        double expected = relu ? Math.max(sum, 0) : sum;
        assertThat((double) c[7 + i * n + j]).isCloseTo(expected, within(1e-4));
      }
    }
    assertThat(c).startsWith(Arrays.copyOf(before, 7));
    float[] again = new float[m * n];
    PackedMatrix packed = PackedMatrix.of(k, n, b, 5, bRow, bColumn);
    matmul.run(m, a, 3, aRow, aColumn, packed, again, 0, n, shift, 2, 0, relu);
    assertThat(again).isEqualTo(Arrays.copyOfRange(c, 7, c.length));
  }

  @Property(tries = 20)
  void deepProductsAreSummedBlockByBlock(
      @ForAll @IntRange(min = 1, max = 80) int m,
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 500, max = 2500) int k,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] a = random(random, m * k);
    float[] b = random(random, k * n);
    float[] c = new float[m * n];
    new MatMul(team).run(m, n, k, a, 0, k, 1, b, 0, n, 1, c, 0, n, null, 0, 0, false);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a[i * k + p] * b[p * n + j];
        }
        assertThat((double) c[i * n + j]).isCloseTo(sum, within(1e-3));
      }
    }
  }

  @Property(tries = 60)
  void panelsOnVectorsGiveWhatPanelsOnScalarsGive(
      @ForAll @IntRange(min = 64, max = 150) int m,
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll boolean transposeA,
      @ForAll boolean withBias,
      @ForAll boolean ofRows,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] a = random(random, m * k + 3);
    float[] b = random(random, k * n);
    int biasRow = ofRows ? n : 0;
    float[] bias = random(random, m * n + 2);
    int row = transposeA ? 1 : k;
    int column = transposeA ? m : 1;
    PanelTiles scalar = new ScalarPanelTiles();
    float[] left = new float[PackedRows.length(scalar.rows(), m, k)];
    int panels = (m + scalar.rows() - 1) / scalar.rows();
    PackedRows.pack(scalar.rows(), m, k, a, 3, row, column, left, 0, 0, panels);
    float[] right =
        new float[(n + ScalarTiles.WIDTH - 1) / ScalarTiles.WIDTH * ScalarTiles.WIDTH * k];
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        int panel = j / ScalarTiles.WIDTH * ScalarTiles.WIDTH * k;
        right[panel + p * ScalarTiles.WIDTH + j % ScalarTiles.WIDTH] = b[p * n + j];
      }
    }
    float[] shift = withBias ? bias : null;
    float[] expected = new float[m * n];
    scalar.run(m, n, k, left, 0, right, 0, expected, 0, n, shift, 2, biasRow, 0);
    float[] c = new float[m * n];
    new MatMul(team).run(m, n, k, a, 3, row, column, b, 0, n, 1, c, 0, n, shift, 2, biasRow, true);
    assertThat(c).isEqualTo(expected);
    float[] again = new float[m * n];
    PackedMatrix packed = PackedMatrix.of(k, n, b, 0, n, 1);
    MatMul matmul = new MatMul(team);
    matmul.run(m, a, 3, row, column, packed, again, 0, n, shift, 2, biasRow, true);
    assertThat(again).isEqualTo(expected);
    float[] oneMore = new float[m * n];
    matmul
        .sameLeft()
        .run(m, n, k, a, 3, row, column, b, 0, n, 1, oneMore, 0, n, shift, 2, biasRow, true);
    assertThat(oneMore).isEqualTo(expected);
  }

  @Property(tries = 100)
  void vectorsGiveWhatScalarsGive(
      @ForAll @IntRange(min = 1, max = 19) int m,
      @ForAll @IntRange(min = 1, max = 140) int n,
      @ForAll @IntRange(min = 1, max = 20) int k,
      @ForAll boolean relu,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] a = random(random, m * k);
    int[] aRows = IntStream.range(0, m).map(i -> i * k).toArray();
    float[] bias = random(random, n);
    float least = relu ? 0 : Float.NEGATIVE_INFINITY;
    float[][] results = new float[2][m * n];
    Tiles[] both = {new VectorTiles(), new ScalarTiles()};
    for (int t = 0; t < 2; t++) {
      int width = both[t].width();
      int panels = (n + width - 1) / width;
      float[] b = new float[panels * width * k];
      Random same = new Random(seed);
      for (int p = 0; p < k; p++) {
        for (int j = 0; j < n; j++) {
          b[(j / width * k + p) * width + j % width] = same.nextFloat();
        }
      }
      int[] bRows = IntStream.range(0, k).map(p -> p * width).toArray();
      float[] c = results[t];
      both[t].run(m, n, k, a, 0, aRows, 1, b, 0, width * k, bRows, c, 0, n, bias, 0, least);
    }
    for (int i = 0; i < m * n; i++) {
      assertThat((double) results[0][i]).isCloseTo(results[1][i], within(1e-4));
    }
  }

  private static float[] random(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }
}
