package dev.netc.training;

import dev.netc.codegen.CodegenException;
import dev.netc.frontend.StandardLibrary;
import dev.netc.ir.Function;
import dev.netc.ir.Inliner;
import dev.netc.runtime.TooLargeException;
import dev.netc.training.diagnosis.Diagnosis;
import dev.netc.training.diagnosis.NonFinite;
import dev.netc.training.diagnosis.Run;
import java.util.Optional;

/**
 * Makes updates again, from the last snapshot on, up to the first that gives a loss or a parameter
 * which is no number: as each update is a function of its number and what was before, to the bit,
 * it goes wrong again, and everything that it read is still there to be looked at.
 */
final class Replay {
  private final Session session;
  private final Feed feed;
  private final Updates updates;
  private final Snapshot start;

  Replay(Session session, Feed feed, Updates updates, Snapshot start) {
    this.session = session;
    this.feed = feed;
    this.updates = updates;
    this.start = start;
  }

  /**
   * What an update made of numbers.
   *
   * @param step the number of the update, from 0
   */
  record Finding(long step, NonFinite value) {}

  /**
   * The operation that first gave no number; empty if it cannot be found, for want of memory too.
   *
   * @param last the update with the loss that is no number
   */
  Optional<Finding> find(long last) {
    start.restore(feed);
    Snapshot before = new Snapshot(session.tensors());
    for (long step = start.step(); step <= last; step++) {
      before.take(feed, step);
      updates.run(step);
      if (!Float.isFinite(feed.score(0)) || !before.lost().isEmpty()) {
        before.restore(feed);
        long found = step;
        return diagnosis().map(value -> new Finding(found, value));
      }
    }
    return Optional.empty();
  }

  private Optional<NonFinite> diagnosis() {
    try {
      return Diagnosis.of(
          new Run(
              Inliner.inline(
                  session.graph(),
                  f -> f.kind() == Function.Kind.BLOCK,
                  place -> !StandardLibrary.holds(place)),
              session.tensors(),
              feed.inputs(),
              feed.extents(),
              session.team()));
    } catch (OutOfMemoryError | TooLargeException | CodegenException e) {
      return Optional.empty();
    }
  }
}
