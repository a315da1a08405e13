package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The training of a parameter {@code p}, which starts as 1, 1, on gradients that are given. */
final class GivenGradients {
  private final Map<String, Array> tensors = new LinkedHashMap<>();
  private final TrainingPlan plan;
  private int step;

  GivenGradients(String items) {
    String text =
        """
        network Case(g: f32[2]) -> (y: f32) {
            param p: f32[2] = constant(0.0)
            y = sum(p * g)
        }

        training Case() {
            loss y
            ITEMS
        }
        """
            .replace("ITEMS", items);
    Compilation compilation = Frontend.compile(new SourceFile("case.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    plan = compilation.networks().getFirst().training().orElseThrow();
    tensors.put("p", Array.fill(DType.F32, new int[] {2}, i -> 1));
    tensors.putAll(
        new Evaluator(Map.of()).run(plan.initializeState(), Map.of(), tensors).outputs());
  }

  /** One batch, whose gradient is given. */
  void feed(double first, double second) {
    feed(first, second, Map.of());
  }

  /**
   * One batch.
   *
   * @param more further inputs that the step may have
   */
  void feed(double first, double second, Map<String, Array> more) {
    Map<String, Array> inputs = new LinkedHashMap<>(more);
    inputs.put("seed", Array.scalar(DType.I64, 1));
    inputs.put("step", Array.scalar(DType.I64, step++));
    inputs.put("steps", Array.scalar(DType.I64, 12));
    inputs.put("g", Array.of(DType.F32, new int[] {2}, new double[] {first, second}));
    tensors.putAll(new Evaluator(Map.of()).run(plan.step(), inputs, tensors).updates());
  }

  double[] p() {
    return tensors.get("p").data().clone();
  }

  double[] state(String path) {
    return tensors.get(path).data().clone();
  }
}
