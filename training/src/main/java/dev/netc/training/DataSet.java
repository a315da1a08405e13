package dev.netc.training;

/**
 * The examples to learn from and those to be tested on.
 *
 * @param name what messages call it
 * @param inStreams whether an example goes on where the one before it ends, so that the rows of a
 *     batch go on in the next batch; such examples are not shuffled
 */
public record DataSet(String name, Examples train, Examples test, boolean inStreams) {
  public DataSet(String name, Examples train, Examples test) {
    this(name, train, test, false);
  }
}
