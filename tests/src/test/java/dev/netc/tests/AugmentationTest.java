package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pictures that training sees in place of those given. */
final class AugmentationTest {
  private static final int SIDE = 6;
  private static final int PIXELS = SIDE * SIDE;

  private static Array pictures(int count) {
    Random random = new Random(1);
    return Array.fill(DType.F32, new int[] {count, 1, SIDE, SIDE}, i -> 1 + random.nextDouble());
  }

  private static double[] seen(String layer, Array pictures, long step) {
    return InTraining.gradient("scale * " + layer, pictures, step);
  }

  private static double[] picture(double[] all, int n) {
    return Arrays.copyOfRange(all, n * PIXELS, (n + 1) * PIXELS);
  }

  /** A picture whose pixels come from other places; from -1 comes 0. */
  private static double[] moved(double[] picture, IntUnaryOperator from) {
    return IntStream.range(0, PIXELS).map(from).mapToDouble(p -> p < 0 ? 0 : picture[p]).toArray();
  }

  @Test
  void aboutHalfOfThePicturesAreTurnedAround() {
    Array given = pictures(40);
    double[] seen = seen("random_flip(image)", given, 0);
    int turned = 0;
    for (int n = 0; n < 40; n++) {
      double[] before = picture(given.data(), n);
      double[] mirrored = moved(before, p -> p / SIDE * SIDE + SIDE - 1 - p % SIDE);
      double[] after = picture(seen, n);
      assertThat(Arrays.equals(after, before) || Arrays.equals(after, mirrored)).isTrue();
      turned += Arrays.equals(after, mirrored) ? 1 : 0;
    }
    assertThat(turned).isBetween(10, 30);
    assertThat(seen("random_flip(image)", given, 1)).as("another step").isNotEqualTo(seen);
    assertThat(seen("random_flip(image)", given, 0)).as("the same step").isEqualTo(seen);
  }

  @Test
  void picturesMoveByWholePixelsIntoAnEdgeOfZeros() {
    Array given = pictures(60);
    double[] seen = seen("random_crop(image, padding = 1)", given, 0);
    List<Integer> moves = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      double[] before = picture(given.data(), n);
      double[] after = picture(seen, n);
      int move =
          IntStream.range(0, 9)
              .filter(
                  m -> Arrays.equals(after, moved(before, p -> shifted(p, m / 3 - 1, m % 3 - 1))))
              .findFirst()
              .orElse(-1);
      assertThat(move).as("picture %d", n).isNotNegative();
      moves.add(move);
    }
    assertThat(moves).contains(0, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  private static int shifted(int place, int down, int right) {
    int row = place / SIDE + down;
    int column = place % SIDE + right;
    boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
    return inside ? row * SIDE + column : -1;
  }

  @Test
  void aQuarterTurnIsBetweenPixelsThatTurnAsWell() {
    Array given = pictures(8);
    assertThat(seen("random_rotation(image, degrees = 0.0)", given, 0)).isEqualTo(given.data());
    double[] seen = seen("random_rotation(image, degrees = 20.0)", given, 0);
    for (int n = 0; n < 8; n++) {
      double[] before = picture(given.data(), n);
      double[] after = picture(seen, n);
      assertThat(after).isNotEqualTo(before);
      double centre = (before[14] + before[15] + before[20] + before[21]) / 4;
      double turned = (after[14] + after[15] + after[20] + after[21]) / 4;
      assertThat(turned).as("the middle stays").isCloseTo(centre, within(0.25));
    }
  }

  @Test
  void aSquareIsCutOut() {
    double[] seen = seen("cutout(image, size = 2)", pictures(30), 0);
    for (int n = 0; n < 30; n++) {
      long gone = Arrays.stream(picture(seen, n)).filter(v -> v == 0).count();
      assertThat(gone).as("picture %d, at the edge less", n).isIn(1L, 2L, 4L);
    }
  }

  @Test
  void theBatchIsMixedWithItselfFromItsEnd() {
    Array given = pictures(2);
    List<Double> shares = new ArrayList<>();
    for (int step = 0; step < 40; step++) {
      double[] seen = seen("mixup(image, alpha = 0.4)[0]", given, step);
      double share = (seen[0] - given.get(PIXELS)) / (given.get(0) - given.get(PIXELS));
      for (int p = 0; p < PIXELS; p++) {
        assertThat(seen[p])
            .isCloseTo(share * given.get(p) + (1 - share) * given.get(PIXELS + p), within(1e-6));
      }
      shares.add(share);
    }
    assertThat(shares).allMatch(s -> s >= -1e-6 && s <= 1 + 1e-6);
    double mean = shares.stream().mapToDouble(s -> s).average().orElseThrow();
    double variance =
        shares.stream().mapToDouble(s -> (s - 0.5) * (s - 0.5)).average().orElseThrow();
    assertThat(mean).isCloseTo(0.5, within(0.2));
    assertThat(variance).as("of Beta(0.4, 0.4): 0.139").isBetween(0.08, 0.2);
  }
}
