package dev.netc.training;

/**
 * Makes the updates of a training, each by its number, so that one can be made again: the order of
 * the examples is a function of the seed and the epoch.
 */
final class Updates {
  private final Feed feed;
  private final DataSet data;
  private final int batch;
  private final int batches;
  private final long seed;
  private final int[] order;
  private long epoch = -1;

  /**
   * @param batch examples an update
   */
  Updates(Feed feed, DataSet data, int batch, long seed) {
    this.feed = feed;
    this.data = data;
    this.batch = batch;
    this.batches = data.train().count() / batch;
    this.seed = seed;
    this.order = new int[data.train().count()];
  }

  /** Makes update number {@code step}, counted from 0. */
  void run(long step) {
    int within = (int) (step % batches);
    if (within == 0) {
      feed.clearCarries();
    }
    arrange(step / batches);
    feed.scalar("step", step);
    feed.run(order, within * batch, batch);
  }

  private void arrange(long wanted) {
    if (epoch == wanted) {
      return;
    }
    epoch = wanted;
    if (data.inStreams()) {
      Streams.fill(order, batch);
    } else {
      Shuffle.fill(order, seed, epoch);
    }
  }
}
