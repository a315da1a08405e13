package dev.netc.training;

import dev.netc.runtime.Executable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Loss and metrics over all examples of a set. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Loss and metrics of each test example by itself, by name; of streams of each window, one after
   * the other.
   */
  public static Map<String, List<Double>> ofEach(Executable evaluate, DataSet data) {
    Examples examples = data.test();
    Feed feed = new Feed(evaluate, examples, 1);
    int[] order = IntStream.range(0, examples.count()).toArray();
    List<List<Double>> scores =
        IntStream.range(0, feed.scores()).<List<Double>>mapToObj(i -> new ArrayList<>()).toList();
    for (int example = 0; example < order.length; example++) {
      feed.run(order, example, 1);
      for (int i = 0; i < scores.size(); i++) {
        scores.get(i).add((double) feed.score(i));
      }
    }
    Map<String, List<Double>> byName = new LinkedHashMap<>();
    for (int i = 0; i < scores.size(); i++) {
      byName.put(evaluate.signature().outputs().get(i).name(), scores.get(i));
    }
    return byName;
  }

  /**
   * The means over the test examples of {@code data}.
   *
   * @param batch the examples in a batch, or in streams how many of these go side by side
   */
  public static Map<String, Double> run(Executable evaluate, DataSet data, int batch) {
    Examples examples = data.test();
    int most = Math.min(batch, examples.count());
    Feed feed = new Feed(evaluate, examples, most);
    int outputs = feed.scores();
    double[] sums = new double[outputs];
    int[] order = IntStream.range(0, examples.count()).toArray();
    int count = examples.count();
    if (data.inStreams()) {
      Streams.fill(order, most);
      count -= count % most;
    }
    for (int from = 0; from < count; from += most) {
      int n = Math.min(most, count - from);
      feed.run(order, from, n);
      for (int i = 0; i < outputs; i++) {
        sums[i] += feed.score(i) * (double) n;
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    List<String> names = evaluate.signature().outputs().stream().map(s -> s.name()).toList();
    for (int i = 0; i < outputs; i++) {
      scores.put(names.get(i), sums[i] / count);
    }
    return scores;
  }
}
