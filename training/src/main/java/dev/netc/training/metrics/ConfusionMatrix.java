package dev.netc.training.metrics;

import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How often each class was predicted for each class. */
public final class ConfusionMatrix {
  private final long[][] counts;
  private long total;

  ConfusionMatrix(int classes) {
    this.counts = new long[classes][classes];
  }

  void add(int label, int predicted) {
    counts[label][predicted]++;
    total++;
  }

  public int classes() {
    return counts.length;
  }

  /** How many of class {@code label} were predicted to be of class {@code predicted}. */
  public long count(int label, int predicted) {
    return counts[label][predicted];
  }

  /** How many there are of a class. */
  public long support(int label) {
    return all().mapToLong(predicted -> counts[label][predicted]).sum();
  }

  /** How many were predicted to be of a class. */
  public long predicted(int predicted) {
    return all().mapToLong(label -> counts[label][predicted]).sum();
  }

  public long total() {
    return total;
  }

  /** The fraction whose class was predicted. */
  public double accuracy() {
    return ratio(all().mapToLong(c -> counts[c][c]).sum(), total);
  }

  /** The measures of one class. */
  public ClassScores of(int c) {
    long right = counts[c][c];
    long support = support(c);
    long predicted = predicted(c);
    return new ClassScores(
        ratio(right, predicted),
        ratio(right, support),
        ratio(2 * right, support + predicted),
        support);
  }

  /**
   * The measures of all decisions, whichever class they are about. Each row has one class, so that
   * every mistake is a false positive of one class and a false negative of another: all three are
   * the accuracy.
   */
  public ClassScores micro() {
    return new ClassScores(accuracy(), accuracy(), accuracy(), total);
  }

  /** The means over the classes that occur, each counting the same. */
  public ClassScores macro() {
    return mean(c -> support(c) + predicted(c) > 0 ? 1 : 0);
  }

  /** The means over the classes, each counting by its support. */
  public ClassScores weighted() {
    return mean(this::support);
  }

  private ClassScores mean(IntToDoubleFunction weight) {
    double[] weights = all().mapToDouble(weight).toArray();
    ClassScores[] scores = all().mapToObj(this::of).toArray(ClassScores[]::new);
    return new ClassScores(
        mean(weights, scores, ClassScores::precision),
        mean(weights, scores, ClassScores::recall),
        mean(weights, scores, ClassScores::f1),
        total);
  }

  private double mean(
      double[] weights, ClassScores[] scores, ToDoubleFunction<ClassScores> measure) {
    double sum = all().mapToDouble(c -> weights[c] * measure.applyAsDouble(scores[c])).sum();
    double weight = all().mapToDouble(c -> weights[c]).sum();
    return weight == 0 ? 0 : sum / weight;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private IntStream all() {
    return IntStream.range(0, counts.length);
  }
}
