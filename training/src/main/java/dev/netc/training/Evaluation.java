package dev.netc.training;

import dev.netc.runtime.Executable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Loss and metrics over all examples of a set. */
public final class Evaluation {
  private Evaluation() {}

  /** The means over {@code examples}, in batches of {@code batch}. */
  public static Map<String, Double> run(Executable evaluate, Examples examples, int batch) {
    int outputs = evaluate.signature().outputs().size();
    double[] sums = new double[outputs];
    Object[] results = new Object[outputs];
    IntStream.range(0, outputs).forEach(i -> results[i] = new float[1]);
    Object[] inputs = Trainer.buffers(examples, batch);
    int[] order = IntStream.range(0, examples.count()).toArray();
    int[] dims = new int[1];
    for (int from = 0; from < examples.count(); from += batch) {
      int n = Math.min(batch, examples.count() - from);
      examples.gather(order, from, n, inputs);
      dims[0] = n;
      evaluate.run(inputs, dims, results);
      for (int i = 0; i < outputs; i++) {
        sums[i] += ((float[]) results[i])[0] * (double) n;
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    List<String> names = evaluate.signature().outputs().stream().map(s -> s.name()).toList();
    for (int i = 0; i < outputs; i++) {
      scores.put(names.get(i), sums[i] / examples.count());
    }
    return scores;
  }
}
