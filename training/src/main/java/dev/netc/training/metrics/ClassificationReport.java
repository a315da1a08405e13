package dev.netc.training.metrics;

import dev.netc.training.TrainingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * All measures of a classification.
 *
 * @param classes one for each class, in order
 * @param macro the means over the classes that occur; of ROC AUC and average precision over those
 *     that have one
 * @param weighted the means over the classes, weighted by support
 * @param micro the accuracy, as precision, recall and F1 of all decisions
 * @param topAccuracies by k, where there are more classes, the fraction of rows whose class is
 *     among the k highest scores
 * @param confusion what was predicted for what
 * @param ignored rows that do not count
 */
public record ClassificationReport(
    List<Measures> classes,
    Measures macro,
    Measures weighted,
    Measures micro,
    Map<Integer, Double> topAccuracies,
    ConfusionMatrix confusion,
    long ignored) {
  private static final List<Integer> TOP = List.of(3, 5);

  /**
   * The measures of a class or an average.
   *
   * @param rocAuc empty where it is not defined, and in averages that have none
   * @param averagePrecision likewise
   */
  public record Measures(
      ClassScores scores, OptionalDouble rocAuc, OptionalDouble averagePrecision) {
    Measures(ClassScores scores) {
      this(scores, OptionalDouble.empty(), OptionalDouble.empty());
    }
  }

  public ClassificationReport {
    classes = List.copyOf(classes);
  }

  /**
   * What {@code metrics} has measured so far.
   *
   * @throws TrainingException if nothing counts
   */
  public static ClassificationReport of(ClassificationMetrics metrics) {
    ConfusionMatrix confusion = metrics.confusion();
    if (confusion.total() == 0) {
      throw new TrainingException(
          "there is nothing to measure: of %,d labels all are ignored"
              .formatted(metrics.ignored()));
    }
    List<Measures> classes = new ArrayList<>();
    for (int c = 0; c < confusion.classes(); c++) {
      RankingCurve curve = metrics.curve(c);
      classes.add(new Measures(confusion.of(c), curve.rocAuc(), curve.averagePrecision()));
    }
    Map<Integer, Double> top = new LinkedHashMap<>();
    for (int k : TOP) {
      if (confusion.classes() > k) {
        top.put(k, metrics.topAccuracy(k));
      }
    }
    return new ClassificationReport(
        classes,
        new Measures(
            confusion.macro(),
            mean(classes, Measures::rocAuc),
            mean(classes, Measures::averagePrecision)),
        new Measures(confusion.weighted()),
        new Measures(confusion.micro()),
        top,
        confusion,
        metrics.ignored());
  }

  private static OptionalDouble mean(
      List<Measures> classes, Function<Measures, OptionalDouble> measure) {
    return classes.stream()
        .map(measure)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }
}
