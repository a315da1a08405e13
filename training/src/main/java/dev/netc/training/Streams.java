package dev.netc.training;

/**
 * The order of examples that go on in one another: as many streams side by side as a batch has
 * rows, each a part of the whole, so that every row goes on in the batch after.
 */
final class Streams {
  private Streams() {}

  /** Full batches of {@code batch} rows; what is left over at the end is in none. */
  static void fill(int[] order, int batch) {
    int batches = order.length / batch;
    for (int i = 0; i < batches; i++) {
      for (int row = 0; row < batch; row++) {
        order[i * batch + row] = row * batches + i;
      }
    }
  }
}
