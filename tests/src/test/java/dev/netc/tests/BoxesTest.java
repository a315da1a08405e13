package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Team;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Functions on boxes and along an axis, compiled, on numbers that can be checked by hand. */
final class BoxesTest {
  private static final float[] BOXES = {
    0, 0, 10, 10, 1, 1, 11, 11, 20, 20, 30, 30, 0, 0, 10, 9, 20, 20, 30, 30
  };

  private static Executable compile(String text) {
    Compilation compilation = Frontend.compile(new SourceFile("boxes.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return Compiler.executable(
        compilation.networks().getFirst().inference(), Map.of(), Team.single());
  }

  @Test
  void overlapIsIntersectionOverUnion() {
    float[] overlap = new float[25];
    compile(
            """
            network Overlap(boxes: f32[n, 4]) -> (y: f32[n, n]) { y = box_iou(boxes, boxes) }
            """)
        .run(new Object[] {BOXES}, new int[] {5}, new Object[] {overlap});
    assertThat(overlap[0]).isEqualTo(1);
    assertThat(overlap[1]).isEqualTo(81f / 119);
    assertThat(overlap[2]).isEqualTo(0);
    assertThat(overlap[3]).isEqualTo(0.9f);
    assertThat(overlap[14]).isEqualTo(1);
  }

  @Test
  void boxesOfLowerScoreThatOverlapGo() {
    int[] stays = new int[5];
    Executable suppress =
        compile(
            """
            network Stay(boxes: f32[n, 4], scores: f32[n]) -> (y: i32[n]) {
                y = non_maximum_suppression(boxes, scores, 0.65)
            }
            """);
    float[] scores = {0.8f, 0.9f, 0.3f, 0.7f, 0.3f};
    suppress.run(new Object[] {BOXES, scores}, new int[] {5}, new Object[] {stays});
    // The second removes the first, which would have removed the fourth; of two equal boxes of
    // equal score the first stays.
    assertThat(stays).containsExactly(0, 1, 1, 1, 0);
  }

  @Test
  void sortsAndSumsAlongAnAxis() {
    int[] order = new int[8];
    float[] sums = new float[8];
    float[] turned = new float[8];
    float[] x = {3, Float.NaN, -0f, 0, 1, 2, 2, -1};
    compile(
            """
            network Lines(x: f32[N, 4]) -> (order: i32[N, 4], sums: f32[N, 4], turned: f32[N, 4]) {
                order = argsort(x, descending = true)
                sums = cumsum(x, axis = 0, exclusive = true)
                turned = flip(x, axis = (0, 1))
            }
            """)
        .run(new Object[] {x}, new int[] {2}, new Object[] {order, sums, turned});
    assertThat(order).containsExactly(1, 0, 2, 3, 1, 2, 0, 3);
    assertThat(sums).containsExactly(0, 0, 0, 0, 3, Float.NaN, 0, 0);
    assertThat(turned).containsExactly(-1, 2, 2, 1, 0, -0f, Float.NaN, 3);
  }
}
