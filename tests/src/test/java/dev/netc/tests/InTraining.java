package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a layer does in training alone, seen through the gradient of a loss. */
final class InTraining {
  private InTraining() {}

  /**
   * The gradient of the sum of {@code expression} over an {@code image} to a parameter {@code
   * scale} of the same shape, which is 0: for {@code scale * layer(image)} what the layer gives.
   */
  static double[] gradient(String expression, Array image, long step) {
    return gradient("", expression, image, step);
  }

  /** The same with blocks of the file's own. */
  static double[] gradient(String blocks, String expression, Array image, long step) {
    String dims =
        Arrays.stream(image.shape()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String text =
        blocks
            + """
        network A(image: f32[DIMS]) -> (y: f32) {
            param scale: f32[DIMS] = constant(1.0)
            y = sum(EXPRESSION)
        }

        training A() {
            loss      y
            optimizer sgd(rate = 1.0)
        }
        """
                .replace("DIMS", dims)
                .replace("EXPRESSION", expression);
    Compilation compilation = Frontend.compile(new SourceFile("layer.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    TrainingPlan plan = compilation.networks().getFirst().training().orElseThrow();
    Map<String, Array> inputs =
        Map.of(
            "image", image,
            "seed", Array.scalar(DType.I64, 3),
            "step", Array.scalar(DType.I64, (double) step),
            "steps", Array.scalar(DType.I64, 100));
    Map<String, Array> tensors = new HashMap<>();
    tensors.put("scale", Array.fill(DType.F32, image.shape(), i -> 0));
    Evaluator evaluator = new Evaluator(Map.of());
    tensors.putAll(evaluator.run(plan.initializeState(), Map.of(), tensors).outputs());
    double[] after = evaluator.run(plan.step(), inputs, tensors).updates().get("scale").data();
    return Arrays.stream(after).map(v -> 0 - v).toArray();
  }
}
