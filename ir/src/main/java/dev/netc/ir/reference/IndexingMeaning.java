package dev.netc.ir.reference;

import dev.netc.ir.Indexing;
import java.util.List;

/** What gather, scatter and random numbers are. */
final class IndexingMeaning {
  private IndexingMeaning() {}

  static Array of(Indexing op, int[] shape, List<Array> x) {
    return switch (op) {
      case Indexing.Gather g -> gather(x.get(0), x.get(1), shape);
      case Indexing.ScatterAdd s -> scatter(x.get(0), x.get(1), shape);
      case Indexing.Random r ->
          Array.fill(
              r.type().dtype(),
              shape,
              o ->
                  Philox.draw(
                      r.distribution(),
                      (long) x.get(0).get(0),
                      (long) x.get(1).get(0),
                      r.place(),
                      o));
    };
  }

  private static Array gather(Array table, Array indices, int[] shape) {
    int rows = table.extent(0);
    int width = table.size() / rows;
    return Array.fill(
        table.dtype(),
        shape,
        o -> table.get(clamp(indices.get(o / width), rows) * width + o % width));
  }

  private static Array scatter(Array updates, Array indices, int[] shape) {
    double[] sums = new double[Array.size(shape)];
    int width = sums.length / shape[0];
    for (int o = 0; o < updates.size(); o++) {
      sums[clamp(indices.get(o / width), shape[0]) * width + o % width] += updates.get(o);
    }
    return Array.of(updates.dtype(), shape, sums);
  }

  private static int clamp(double index, int rows) {
    return (int) Math.max(0, Math.min(rows - 1, index));
  }
}
