package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a gradient reaches each step of a loop. */
final class GradientsByStepTest {
  private static double[] norms(String loop) {
    String text =
        """
        network Fading(x: f32[6, 2]) -> (y: f32[2]) {
            param a: f32 = constant(0.5)
            y = LOOP
        }

        training Fading() {
            loss      sum(y)
            optimizer sgd(rate = 0.1)
        }
        """
            .replace("LOOP", loop);
    Compilation compilation = Frontend.compile(new SourceFile("fading.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    TrainingPlan plan = compilation.networks().getFirst().training().orElseThrow().watching();
    Map<String, Array> tensors = new LinkedHashMap<>();
    tensors.put("a", Array.scalar(DType.F32, 0.5));
    Evaluator evaluator = new Evaluator(Map.of());
    tensors.putAll(evaluator.run(plan.initializeState(), Map.of(), tensors).outputs());
    Map<String, Array> inputs =
        Map.of(
            "x", Array.fill(DType.F32, new int[] {6, 2}, i -> i),
            "seed", Array.scalar(DType.I64, 1),
            "step", Array.scalar(DType.I64, 0),
            "steps", Array.scalar(DType.I64, 1));
    return evaluator.run(plan.step(), inputs, tensors).outputs().entrySet().stream()
        .filter(e -> e.getKey().startsWith(TrainingPlan.NORMS_BY_STEP))
        .map(e -> e.getValue().data())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStepHalvesTheGradientThatGoesThroughIt() {
    double[] norms = norms("scan step in x carry (h = zeros[2]) { h = a * h + step }");
    for (int t = 0; t < 6; t++) {
      assertThat(norms[t]).isCloseTo(Math.sqrt(2) * Math.pow(0.5, 6 - t), within(1e-12));
    }
  }

  @Test
  void aLoopFromTheEndBeginsWithTheLastStep() {
    double[] norms = norms("scan step in reversed(x) carry (h = zeros[2]) { h = a * h + step }");
    for (int t = 0; t < 6; t++) {
      assertThat(norms[t]).isCloseTo(Math.sqrt(2) * Math.pow(0.5, t + 1), within(1e-12));
    }
  }

  @Test
  void trainingDrawsThem(@TempDir Path folder) throws Exception {
    Path net = folder.resolve("short.net");
    String text =
        Files.readString(Path.of("../examples/memory/vanishing.net"))
            .replace("100, 2", "20, 2")
            .replace("[99]", "[19]")
            .replace(
                "steps = 100, examples = 10000, tests = 1000",
                "steps = 20, examples = 100, tests = 50");
    Files.writeString(net, text);
    Netc.Outcome outcome =
        Netc.run(
            "train",
            net.toString(),
            "--epochs",
            "1",
            "--watch-gradients",
            "--out",
            folder.resolve("run").toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsPattern("gradient to the state of loop 1. rnn_1.* at step 0: .*, 19: ")
        .containsPattern("gradient to the state of loop 2. lstm_1.* at step 0: ")
        .contains("gradients.png");
    assertThat(folder.resolve("run/gradients.png")).isNotEmptyFile();
  }
}
