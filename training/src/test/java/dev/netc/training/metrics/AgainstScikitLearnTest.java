package dev.netc.training.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measures are those of scikit-learn; {@code scikit_learn.py} has computed the files. */
final class AgainstScikitLearnTest {
  @ParameterizedTest
  @ValueSource(strings = {"ties", "rare"})
  void everyMeasureIsTheSame(String name) throws IOException, URISyntaxException {
    Path file = Path.of(getClass().getResource("scikit_learn_" + name + ".safetensors").toURI());
    Map<String, Tensor> expected = Safetensors.read(file).tensors();
    int[] labels = (int[]) expected.get("labels").data();
    int classes = expected.get("scores").shape().getLast();
    ClassificationMetrics metrics = new ClassificationMetrics(classes, -100);
    metrics.add(expected.get("scores").floats(), labels, labels.length);

    ConfusionMatrix confusion = metrics.confusion();
    int[] counts = (int[]) expected.get("confusion").data();
    int[] support = (int[]) expected.get("support").data();
    double[] each = doubles(expected, "per_class");
    for (int c = 0; c < classes; c++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        assertThat(confusion.count(c, predicted)).isEqualTo(counts[c * classes + predicted]);
      }
      double[] own = {each[c], each[classes + c], each[2 * classes + c]};
      same(confusion.of(c), own);
      assertThat(confusion.of(c).support()).isEqualTo(support[c]);
    }
    same(confusion.micro(), doubles(expected, "micro"));
    same(confusion.macro(), doubles(expected, "macro"));
    same(confusion.weighted(), doubles(expected, "weighted"));
    same(metrics.topAccuracy(2), doubles(expected, "top_2")[0]);
    int[] occurring = IntStream.range(0, classes).filter(c -> support[c] > 0).toArray();
    for (int i = 0; i < occurring.length; i++) {
      RankingCurve curve = metrics.curve(occurring[i]);
      same(curve.rocAuc().orElseThrow(), doubles(expected, "roc_auc")[i]);
      same(curve.averagePrecision().orElseThrow(), doubles(expected, "average_precision")[i]);
    }
  }

  private static double[] doubles(Map<String, Tensor> tensors, String name) {
    return (double[]) tensors.get(name).data();
  }

  private static void same(ClassScores actual, double[] precisionRecallF1) {
    same(actual.precision(), precisionRecallF1[0]);
    same(actual.recall(), precisionRecallF1[1]);
    same(actual.f1(), precisionRecallF1[2]);
  }

  private static void same(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-12));
  }
}
