package dev.netc.training;

import dev.netc.runtime.Executable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Loss and metrics over all examples of a set, each of which counts once. */
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
    return run(evaluate, data, batch, (scores, labels, rows) -> {});
  }

  /**
   * The means over the test examples of {@code data}.
   *
   * @param predictions is given the scores and labels of each batch, if the graph has them
   */
  public static Map<String, Double> run(
      Executable evaluate, DataSet data, int batch, Predictions predictions) {
    Examples examples = data.test();
    int count = examples.count();
    int most = Math.min(batch, count);
    Feed feed = new Feed(evaluate, examples, most);
    double[] sums = new double[feed.scores()];
    int[] order = IntStream.range(0, count).toArray();
    int full = count - count % most;
    if (data.inStreams()) {
      Streams.fill(order, most);
    }
    for (int from = 0; from < full; from += most) {
      add(feed, order, from, most, sums, predictions);
    }
    if (data.inStreams()) {
      // what no full batch has left is a stream of its own
      feed.clearCarries();
      for (int from = full; from < count; from++) {
        add(feed, order, from, 1, sums, predictions);
      }
    } else if (full < count) {
      add(feed, order, full, count - full, sums, predictions);
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    List<String> names = evaluate.signature().outputs().stream().map(s -> s.name()).toList();
    for (int i = 0; i < sums.length; i++) {
      scores.put(names.get(i), sums[i] / count);
    }
    return scores;
  }

  private static void add(
      Feed feed, int[] order, int from, int n, double[] sums, Predictions predictions) {
    feed.run(order, from, n);
    feed.predictions(predictions);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += feed.score(i) * (double) n;
    }
  }
}
