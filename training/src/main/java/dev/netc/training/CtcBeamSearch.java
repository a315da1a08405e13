package dev.netc.training;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The most probable sequence of classes under CTC, by prefix beam search (Hannun et al. 2014): the
 * probabilities of all paths that spell a prefix are added, where a greedy path counts alone.
 */
public final class CtcBeamSearch {
  private final int blank;
  private final int width;

  /**
   * @param blank the class that stands for none
   * @param width how many prefixes are kept at each step
   * @throws IllegalArgumentException if {@code width} is below 1
   */
  public CtcBeamSearch(int blank, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("a beam keeps at least one prefix, not " + width);
    }
    this.blank = blank;
    this.width = width;
  }

  /**
   * The logarithms of what the paths of a prefix add up to, of those that end with a blank and
   * those that do not.
   */
  private static final class Score {
    private double blank = Double.NEGATIVE_INFINITY;
    private double other = Double.NEGATIVE_INFINITY;

    double total() {
      return sum(blank, other);
    }
  }

  /**
   * The classes that the steps most probably spell.
   *
   * @param logits one sequence, [steps, classes] row-major
   */
  public int[] decode(float[] logits, int steps, int classes) {
    Score start = new Score();
    start.blank = 0;
    Map<List<Integer>, Score> beam = Map.of(List.of(), start);
    for (int t = 0; t < steps; t++) {
      beam = step(beam, logProbabilities(logits, t * classes, classes));
    }
    return beam.entrySet().stream()
        .max(Comparator.comparingDouble(e -> e.getValue().total()))
        .map(e -> e.getKey().stream().mapToInt(i -> i).toArray())
        .orElseThrow();
  }

  private Map<List<Integer>, Score> step(Map<List<Integer>, Score> beam, double[] log) {
    Map<List<Integer>, Score> next = new HashMap<>();
    beam.forEach(
        (prefix, score) -> {
          int last = prefix.isEmpty() ? blank : prefix.getLast();
          Score same = next.computeIfAbsent(prefix, p -> new Score());
          same.blank = sum(same.blank, score.total() + log[blank]);
          if (last != blank) {
            same.other = sum(same.other, score.other + log[last]);
          }
          for (int c = 0; c < log.length; c++) {
            if (c != blank) {
              // The class before is only written again after a blank.
              double before = c == last ? score.blank : score.total();
              Score longer = next.computeIfAbsent(with(prefix, c), p -> new Score());
              longer.other = sum(longer.other, before + log[c]);
            }
          }
        });
    Map<List<Integer>, Score> kept = new HashMap<>();
    next.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -e.getValue().total()))
        .limit(width)
        .forEach(e -> kept.put(e.getKey(), e.getValue()));
    return kept;
  }

  private static List<Integer> with(List<Integer> prefix, int c) {
    return IntStream.rangeClosed(0, prefix.size())
        .mapToObj(i -> i < prefix.size() ? prefix.get(i) : Integer.valueOf(c))
        .toList();
  }

  private static double[] logProbabilities(float[] logits, int from, int classes) {
    double all = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      all = sum(all, logits[from + c]);
    }
    double total = all;
    return IntStream.range(0, classes).mapToDouble(c -> logits[from + c] - total).toArray();
  }

  /** log(e^a + e^b). */
  private static double sum(double a, double b) {
    double most = Math.max(a, b);
    return most == Double.NEGATIVE_INFINITY
        ? most
        : most + Math.log(Math.exp(a - most) + Math.exp(b - most));
  }
}
