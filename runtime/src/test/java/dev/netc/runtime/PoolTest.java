package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The usual window, on vectors and on scalars, against the general one. */
final class PoolTest {
  private static final int PLANES = 5;
  private static final Team TEAM = Team.of(2);

  @Property(tries = 200)
  void theUsualWindowIsTheGeneralOne(
      @ForAll @IntRange(min = 1, max = 6) int outHeight,
      @ForAll @IntRange(min = 1, max = 40) int outWidth,
      @ForAll @IntRange(min = 0, max = 1) int spare,
      @ForAll boolean roomy,
      @ForAll long seed) {
    int height = 2 * outHeight + spare;
    int width = 2 * outWidth + spare;
    Random random = new Random(seed);
    float[] x = few(random, PLANES * height * width + (roomy ? 64 : 0));
    float[] dy = few(random, PLANES * outHeight * outWidth + (roomy ? 64 : 0));
    float[] y = new float[PLANES * outHeight * outWidth];
    float[] dx = few(random, PLANES * height * width);
    Pool2d pool =
        new Pool2d(
            new Pool2d.Geometry(height, width, 2, 2, 2, 2, 0, 0, 1, 1, outHeight, outWidth), TEAM);
    pool.max(x, 0, x, 0, y, 0, PLANES);
    pool.maxGradient(x, 0, dy, 0, dx, 0, PLANES);
    float[] expected = new float[dx.length];
    for (int p = 0; p < PLANES; p++) {
      for (int o = 0; o < outHeight * outWidth; o++) {
        int corner = p * height * width + o / outWidth * 2 * width + o % outWidth * 2;
        int best = corner;
        for (int at : new int[] {corner + 1, corner + width, corner + width + 1}) {
          best = x[at] > x[best] ? at : best;
        }
        assertThat(y[p * outHeight * outWidth + o]).isEqualTo(x[best]);
        expected[best] += dy[p * outHeight * outWidth + o];
      }
    }
    assertThat(dx).isEqualTo(expected);
  }

  /** Few different numbers, so that windows have equal elements. */
  private static float[] few(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(4);
    }
    return values;
  }
}
