package dev.netc.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What `classify` adds to a training plan. */
final class ClassificationTest {
  @Test
  void scoresAndLabelsAreFurtherOutputsOfAnotherGraph() {
    TrainingPlan plan = plan(3, "label: i32[N]", "cross_entropy(y, label)", "classify y, label");
    Classification classification = plan.classification().orElseThrow();
    Graph evaluate = classification.evaluate();
    assertThat(type(evaluate, Classification.SCORES)).contains("f32[N, 3]");
    assertThat(type(evaluate, Classification.LABELS)).contains("i32[N]");
    assertThat(classification.classes()).containsExactly("0", "1", "2");
    assertThat(classification.ignored()).isEqualTo(-100);
    assertThat(plan.evaluate().output(Classification.SCORES)).isEmpty();
    assertThat(plan.evaluate().inputs()).hasSameSizeAs(evaluate.inputs());
  }

  @Test
  void namesAndIgnoredLabelsAreAsTheLineSays() {
    Classification classification =
        plan(
                2,
                "label: i32[N]",
                "cross_entropy(y, label, ignore = 9)",
                "classify y, label, names = [\"no\", \"yes\"], ignore = 9")
            .classification()
            .orElseThrow();
    assertThat(classification.classes()).containsExactly("no", "yes");
    assertThat(classification.ignored()).isEqualTo(9);
  }

  @Test
  void oneLogitIsTheSecondOfTwoClasses() {
    Graph evaluate =
        plan(1, "truth: f32[N, 1]", "binary_cross_entropy(y, truth)", "classify y, truth")
            .classification()
            .orElseThrow()
            .evaluate();
    assertThat(type(evaluate, Classification.SCORES)).contains("f32[N, 2]");
    assertThat(type(evaluate, Classification.LABELS)).contains("f32[N]");
  }

  @Test
  void aSectionWithoutTheLineClassifiesNothing() {
    TrainingPlan plan = plan(3, "label: i32[N]", "cross_entropy(y, label)", "");
    assertThat(plan.classification()).isEmpty();
  }

  @Test
  void theWordIsAName() {
    TrainingPlan plan =
        plan(3, "classify: i32[N]", "cross_entropy(y, classify)", "classify y, classify");
    assertThat(plan.classification()).isPresent();
  }

  private static Optional<String> type(Graph graph, String output) {
    return graph.output(output).map(Value::type).map(Object::toString);
  }

  private static TrainingPlan plan(int width, String target, String loss, String line) {
    String text =
        """
        network A(x: f32[N, 4]) -> (y: f32[N, %1$d]) { y = linear(x, %1$d) }
        training A(%2$s) {
            loss      %3$s
            %4$s
            optimizer sgd(rate = 0.1)
        }
        """
            .formatted(width, target, loss, line);
    Compilation compilation = Frontend.compile(new SourceFile("a.net", text));
    assertThat(compilation.diagnostics()).isEmpty();
    return compilation.networks().getFirst().training().orElseThrow();
  }
}
