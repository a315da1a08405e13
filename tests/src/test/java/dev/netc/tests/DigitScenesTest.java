package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.frontend.DataSpec;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Signature;
import dev.netc.training.DataSet;
import dev.netc.training.DataSources;
import dev.netc.training.TrainingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scenes of two digits put together from MNIST's. */
final class DigitScenesTest {
  private static final int SIDE = 64;
  private static final List<Signature.Slot> SLOTS =
      List.of(
          new Signature.Slot("image", ElementType.F32, List.of("N", "1", "64", "64")),
          new Signature.Slot("truth", ElementType.F32, List.of("N", "2", "4")),
          new Signature.Slot("digit", ElementType.I32, List.of("N", "2")));

  private static DataSet scenes(Map<String, Object> options) {
    DataSpec spec = new DataSpec("digit_scenes", List.of("mnist"), options);
    return DataSources.open(spec, Path.of("../examples/data"), null, SLOTS);
  }

  @Test
  void whatIsLitIsInABox() {
    DataSet data = scenes(Map.of("scenes", 30L, "tests", 20L));
    assertThat(data.train().count()).isEqualTo(30);
    float[] pixels = (float[]) data.test().tensors().get(0).data();
    float[] boxes = (float[]) data.test().tensors().get(1).data();
    int[] classes = (int[]) data.test().tensors().get(2).data();
    assertThat(classes).hasSize(40).doesNotContain(-1, 10);
    for (int scene = 0; scene < 20; scene++) {
      int[] lit = new int[2];
      for (int p = 0; p < SIDE * SIDE; p++) {
        boolean first = contains(boxes, scene * 2, p);
        boolean second = contains(boxes, scene * 2 + 1, p);
        if (pixels[scene * SIDE * SIDE + p] > 0) {
          assertThat(first || second).isTrue();
          lit[0] += first ? 1 : 0;
          lit[1] += second ? 1 : 0;
        }
      }
      assertThat(Math.min(lit[0], lit[1])).isGreaterThan(20);
    }
  }

  private static boolean contains(float[] boxes, int box, int place) {
    int x = place % SIDE;
    int y = place / SIDE;
    return x >= boxes[box * 4]
        && y >= boxes[box * 4 + 1]
        && x < boxes[box * 4 + 2]
        && y < boxes[box * 4 + 3];
  }

  @Test
  void theSameScenesEachTime() {
    Map<String, Object> few = Map.of("scenes", 5L, "tests", 5L);
    assertThat(scenes(few).train().tensors()).isEqualTo(scenes(few).train().tensors());
  }

  @Test
  void aCountIsAPositiveInteger() {
    assertThatThrownBy(() -> scenes(Map.of("tests", 0L)))
        .isInstanceOf(TrainingException.class)
        .hasMessage("`tests` is an integer of at least 1, not 0");
  }
}
