package dev.netc.ir.reference;

import dev.netc.ir.Graph;
import dev.netc.ir.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What a loop computes: its body, step by step.
 *
 * @param body runs the body's graph on the arrays of its inputs
 */
record ScanMeaning(Scan scan, int trips, BiFunction<Graph, List<Array>, List<Array>> body) {
  /** The results of the loop for these operands. */
  List<Array> run(List<Array> operands) {
    int carries = scan.carries();
    List<Array> carried = operands.subList(0, carries);
    List<Array> sequences = operands.subList(carries, carries + scan.sequences());
    List<Array> invariants = operands.subList(carries + scan.sequences(), operands.size());
    Array[][] emitted = new Array[trips][];
    for (int step = 0; step < trips; step++) {
      int t = scan.reversed() ? trips - 1 - step : step;
      List<Array> inputs = new ArrayList<>(carried);
      sequences.forEach(s -> inputs.add(element(s, t)));
      inputs.addAll(invariants);
      List<Array> outputs = body.apply(scan.body().body(), inputs);
      carried = outputs.subList(0, carries);
      emitted[t] = outputs.subList(carries, outputs.size()).toArray(Array[]::new);
    }
    List<Array> results = new ArrayList<>(carried);
    for (int i = 0; i < scan.emitted().size(); i++) {
      int index = i;
      results.add(stacked(Arrays.stream(emitted).map(e -> e[index]).toList()));
    }
    return results;
  }

  private static Array element(Array sequence, int t) {
    int[] shape = Arrays.copyOfRange(sequence.shape(), 1, sequence.rank());
    int size = Array.size(shape);
    return Array.fill(sequence.dtype(), shape, i -> sequence.get(t * size + i));
  }

  private static Array stacked(List<Array> elements) {
    Array first = elements.getFirst();
    int[] shape = new int[first.rank() + 1];
    shape[0] = elements.size();
    System.arraycopy(first.shape(), 0, shape, 1, first.rank());
    int size = first.size();
    return Array.fill(first.dtype(), shape, i -> elements.get(i / size).get(i % size));
  }
}
