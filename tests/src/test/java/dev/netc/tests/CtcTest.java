package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.autodiff.VectorJacobianProduct;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.training.CtcBeamSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** CTC and what is made of it, against the definitions by enumeration. */
final class CtcTest {
  private static final int CLASSES = 3;

  @Property(tries = 40)
  void theLossSumsOverAllAlignments(
      @ForAll @IntRange(min = 1, max = 5) int steps,
      @ForAll @IntRange(min = 1, max = 3) int length,
      @ForAll @IntRange(min = 0, max = 2) int blank,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] logits = random.doubles((long) steps * CLASSES, -2, 2).toArray();
    int[] target = random.ints(length, 0, CLASSES - 1).map(c -> c >= blank ? c + 1 : c).toArray();
    double expected = -Math.log(probability(logits, steps, target, blank));
    Graph graph = ctc(steps, length, "blank = %d, reduction = \"sum\"".formatted(blank));
    double loss = run(graph, steps, logits, target).get("y").get(0);
    if (Double.isInfinite(expected)) {
      assertThat(loss).isEqualTo(Double.POSITIVE_INFINITY);
    } else {
      assertThat(loss).isCloseTo(expected, within(1e-9));
    }
  }

  /** The probability of all paths that spell the target. */
  private static double probability(double[] logits, int steps, int[] target, int blank) {
    double sum = 0;
    for (int path = 0; path < Math.pow(CLASSES, steps); path++) {
      int[] classes = new int[steps];
      double product = 1;
      int rest = path;
      for (int t = 0; t < steps; t++) {
        classes[t] = rest % CLASSES;
        rest /= CLASSES;
        double all = 0;
        for (int c = 0; c < CLASSES; c++) {
          all += Math.exp(logits[t * CLASSES + c]);
        }
        product *= Math.exp(logits[t * CLASSES + classes[t]]) / all;
      }
      sum += Arrays.equals(spelt(classes, blank), target) ? product : 0;
    }
    return sum;
  }

  private static int[] spelt(int[] path, int blank) {
    List<Integer> spelt = new ArrayList<>();
    for (int t = 0; t < path.length; t++) {
      if (path[t] != blank && (t == 0 || path[t] != path[t - 1])) {
        spelt.add(path[t]);
      }
    }
    return spelt.stream().mapToInt(i -> i).toArray();
  }

  @Test
  void aTargetThatCannotBeSpeltHasNoGradient() {
    double[] logits = new Random(1).doubles(2 * CLASSES, -2, 2).toArray();
    int[] twice = {1, 1}; // needs a blank between
    Map<String, Array> infinite = run(ctc(2, 2, "reduction = \"sum\""), 2, logits, twice);
    assertThat(infinite.get("y").get(0)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(infinite.get("gradient.logits").data()).containsOnly(0);
    Map<String, Array> zero =
        run(ctc(2, 2, "reduction = \"sum\", zero_infinity = true"), 2, logits, twice);
    assertThat(zero.get("y").get(0)).isZero();
  }

  private static Graph ctc(int steps, int length, String options) {
    return VectorJacobianProduct.of(
        network(
            "network A(logits: f32[%d, 1, 3], target: i32[1, %d], steps: i32[1], length: i32[1])"
                    .formatted(steps, length)
                + " -> (y: f32) {\n y = ctc(logits, target, steps, length, "
                + options
                + ")\n}\n"));
  }

  private static Map<String, Array> run(Graph graph, int steps, double[] logits, int[] target) {
    return new Evaluator(Map.of())
        .run(
            graph,
            Map.of(
                "logits", Array.of(DType.F32, new int[] {steps, 1, CLASSES}, logits),
                "target", ints(new int[] {1, target.length}, target),
                "steps", ints(new int[] {1}, steps),
                "length", ints(new int[] {1}, target.length),
                "cotangent.y", Array.scalar(DType.F32, 1)),
            Map.of())
        .outputs();
  }

  @Property(tries = 40)
  void aWideBeamFindsTheMostProbableSequence(
      @ForAll @IntRange(min = 1, max = 6) int steps,
      @ForAll @IntRange(min = 0, max = 2) int blank,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] logits = random.doubles((long) steps * CLASSES, -2, 2).toArray();
    float[] floats = new float[logits.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) logits[i];
      logits[i] = floats[i];
    }
    int[] found = new CtcBeamSearch(blank, 1000).decode(floats, steps, CLASSES);
    double best = probability(logits, steps, found, blank);
    for (int path = 0; path < Math.pow(CLASSES, steps); path++) {
      int[] classes = new int[steps];
      int rest = path;
      for (int t = 0; t < steps; t++) {
        classes[t] = rest % CLASSES;
        rest /= CLASSES;
      }
      if (random.nextInt(20) == 0) {
        assertThat(probability(logits, steps, spelt(classes, blank), blank))
            .isLessThanOrEqualTo(best * (1 + 1e-9));
      }
    }
    int[] narrow = new CtcBeamSearch(blank, 1).decode(floats, steps, CLASSES);
    assertThat(probability(logits, steps, narrow, blank)).isLessThanOrEqualTo(best * (1 + 1e-9));
  }

  @Property(tries = 40)
  void theGreedyPathIsSpelt(@ForAll @IntRange(min = 1, max = 7) int steps, @ForAll long seed) {
    Random random = new Random(seed);
    int[] path = random.ints(steps, 0, CLASSES).toArray();
    int read = 1 + random.nextInt(steps);
    Graph graph =
        network(
            "network A(logits: f32[%d, 1, 3], steps: i32[1]) -> (y: i32[1, %d], n: i32[1]) {\n"
                    .formatted(steps, steps)
                + " (y, n) = ctc_greedy(logits, steps)\n}\n");
    Array logits =
        Array.fill(
            DType.F32,
            new int[] {steps, 1, CLASSES},
            i -> path[i / CLASSES] == i % CLASSES ? 1 : random.nextDouble() * 0.9);
    Map<String, Array> results =
        new Evaluator(Map.of())
            .run(graph, Map.of("logits", logits, "steps", ints(new int[] {1}, read)), Map.of())
            .outputs();
    int[] expected = spelt(Arrays.copyOf(path, read), 0);
    int count = (int) results.get("n").get(0);
    assertThat(count).isEqualTo(expected.length);
    for (int i = 0; i < steps; i++) {
      assertThat(results.get("y").get(i)).isEqualTo(i < count ? expected[i] : 0);
    }
  }

  @Property(tries = 40)
  void editsAreCounted(
      @ForAll @IntRange(min = 1, max = 6) int a,
      @ForAll @IntRange(min = 1, max = 6) int b,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] first = random.ints(a, 0, 3).toArray();
    int[] second = random.ints(b, 0, 3).toArray();
    int firstLength = random.nextInt(a + 1);
    int secondLength = random.nextInt(b + 1);
    Graph graph =
        network(
            "network A(a: i32[1, %d], m: i32[1], b: i32[1, %d], n: i32[1]) -> (y: i32[1]) {\n"
                    .formatted(a, b)
                + " y = edit_distance(a, m, b, n)\n}\n");
    Map<String, Array> inputs =
        Map.of(
            "a", ints(new int[] {1, a}, first),
            "m", ints(new int[] {1}, firstLength),
            "b", ints(new int[] {1, b}, second),
            "n", ints(new int[] {1}, secondLength));
    double edits = new Evaluator(Map.of()).run(graph, inputs, Map.of()).outputs().get("y").get(0);
    assertThat(edits).isEqualTo(distance(first, firstLength, second, secondLength));
  }

  /** By its definition, recursively. */
  private static int distance(int[] a, int m, int[] b, int n) {
    if (m == 0 || n == 0) {
      return Math.max(m, n);
    }
    int replaced = distance(a, m - 1, b, n - 1) + (a[m - 1] == b[n - 1] ? 0 : 1);
    return Math.min(replaced, 1 + Math.min(distance(a, m - 1, b, n), distance(a, m, b, n - 1)));
  }

  private static Array ints(int[] shape, int... values) {
    return Array.fill(DType.I32, shape, i -> values[i]);
  }

  private static Graph network(String text) {
    Compilation compilation = Frontend.compile(new SourceFile("ctc.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return compilation.networks().getFirst().inference();
  }
}
