package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The kernels on vectors and on scalars against a sum in f64. */
final class MatMulTest {
  @Property(tries = 200)
  void productsOfAnyShapeAndStride(
      @ForAll @IntRange(min = 1, max = 13) int m,
      @ForAll @IntRange(min = 1, max = 70) int n,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll boolean add,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] a = random(random, m * k + 3);
    float[] b = random(random, k * n + 5 + (seed % 2 == 0 ? 64 : 0));
    float[] c = random(random, m * n + 7);
    float[] before = c.clone();
    int aRow = transposeA ? 1 : k;
    int aColumn = transposeA ? m : 1;
    int bRow = transposeB ? 1 : n;
    int bColumn = transposeB ? k : 1;
    new MatMul().run(m, n, k, a, 3, aRow, aColumn, b, 5, bRow, bColumn, c, 7, n, add);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = add ? before[7 + i * n + j] : 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a[3 + i * aRow + p * aColumn] * b[5 + p * bRow + j * bColumn];
        }
        assertThat((double) c[7 + i * n + j]).isCloseTo(sum, within(1e-4));
      }
    }
    assertThat(c).startsWith(java.util.Arrays.copyOf(before, 7));
  }

  @Property(tries = 50)
  void theScalarFallbackGivesTheSame(
      @ForAll @IntRange(min = 1, max = 9) int m,
      @ForAll @IntRange(min = 1, max = 30) int n,
      @ForAll @IntRange(min = 1, max = 20) int k,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] a = random(random, m * k);
    ScalarMatMul scalar = new ScalarMatMul();
    int panels = (n + scalar.width() - 1) / scalar.width();
    float[] b = random(random, panels * scalar.width() * k);
    float[] c = new float[m * n];
    int width = scalar.width();
    scalar.run(m, n, k, a, 0, k, 1, b, 0, width * k, width, c, 0, n, false);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          int panel = j / scalar.width();
          sum += (double) a[i * k + p] * b[(panel * k + p) * scalar.width() + j % scalar.width()];
        }
        assertThat((double) c[i * n + j]).isCloseTo(sum, within(1e-4));
      }
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
