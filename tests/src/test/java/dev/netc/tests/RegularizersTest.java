package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What regularisers leave of their input in training. */
final class RegularizersTest {
  /** How much of each element of pictures of 2 channels is left. */
  private static double[] left(String layer, int images, int side) {
    int[] shape = {images, 2, side, side};
    return InTraining.gradient(layer, Array.fill(DType.F32, shape, i -> 1), 0);
  }

  @Test
  void wholeSquaresOfAChannelAreDropped() {
    double[] left = left("drop_block(image * scale, rate = 0.2, size = 3)", 16, 12);
    long dropped = Arrays.stream(left).filter(v -> v == 0).count();
    assertThat((double) dropped / left.length).isBetween(0.12, 0.25);
    assertThat(Arrays.stream(left).sum()).isCloseTo(left.length, within(1e-6 * left.length));
    for (int i = 0; i < left.length; i++) {
      if (left[i] == 0) {
        assertThat(isInDroppedSquare(left, i)).as("element %d", i).isTrue();
      }
    }
  }

  private static boolean isInDroppedSquare(double[] left, int place) {
    int row = place / 12 % 12;
    int column = place % 12;
    for (int y = Math.max(0, row - 2); y <= Math.min(9, row); y++) {
      for (int x = Math.max(0, column - 2); x <= Math.min(9, column); x++) {
        boolean all = true;
        for (int k = 0; k < 9; k++) {
          all &= left[place / 144 * 144 + (y + k / 3) * 12 + x + k % 3] == 0;
        }
        if (all) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void wholeChannelsAndWholeExamplesAreDropped() {
    checkWhole(left("spatial_dropout(image * scale, rate = 0.5)", 20, 4), 16, 2);
    checkWhole(left("stochastic_depth(image * scale, rate = 0.5)", 40, 4), 32, 2);
  }

  private static void checkWhole(double[] left, int size, double scaled) {
    int kept = 0;
    for (int i = 0; i < left.length; i += size) {
      double first = left[i];
      assertThat(first).isIn(0.0, scaled);
      assertThat(Arrays.stream(left, i, i + size)).allMatch(v -> v == first);
      kept += first == 0 ? 0 : 1;
    }
    assertThat((double) kept * size / left.length).isBetween(0.3, 0.7);
  }
}
