package dev.netc.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A training to be compared with others: in memory, for a number of updates or seconds. */
public final class Trial {
  private static final int POINTS = 100;
  private static final int EVALUATED_TOGETHER = 200;

  /**
   * A part of the way.
   *
   * @param update the number of its last update, from 1
   * @param seconds since the beginning
   * @param loss the mean over its updates
   */
  public record Point(long update, double seconds, double loss) {}

  /**
   * What came of it.
   *
   * @param curve at most 100 parts of the way, of about as many updates each
   * @param seconds that the updates took
   * @param diverged the update whose loss was no number, which ended it
   * @param scores {@code loss} and the metrics on the test examples; none if it diverged
   */
  public record Outcome(
      List<Point> curve,
      long updates,
      double seconds,
      Optional<Long> diverged,
      Map<String, Double> scores) {
    public Outcome {
      curve = List.copyOf(curve);
      scores = new LinkedHashMap<>(scores);
    }
  }

  /**
   * How long a training goes on.
   *
   * @param updates the most
   * @param seconds after which it ends
   * @param planned updates, for schedules of the rate
   */
  public record Budget(long updates, double seconds, long planned) {
    /** So many updates. */
    public static Budget ofUpdates(long updates) {
      return new Budget(updates, Double.POSITIVE_INFINITY, updates);
    }
  }

  private Trial() {}

  /**
   * Trains.
   *
   * @param batch examples an update; made smaller if there are fewer
   */
  public static Outcome run(Session session, DataSet data, int batch, long seed, Budget budget) {
    int size = Math.min(batch, data.train().count());
    Feed feed = new Feed(session.step(), data.train(), size);
    Updates all = new Updates(feed, data, size, seed);
    feed.scalar("seed", seed);
    feed.scalar("steps", budget.planned());
    List<Point> each = new ArrayList<>();
    Optional<Long> diverged = Optional.empty();
    long started = System.nanoTime();
    double spent = 0;
    while (each.size() < budget.updates() && spent < budget.seconds() && diverged.isEmpty()) {
      all.run(each.size());
      spent = (System.nanoTime() - started) / 1e9;
      each.add(new Point(each.size() + 1L, spent, feed.score(0)));
      if (!Float.isFinite(feed.score(0))) {
        diverged = Optional.of((long) each.size());
      }
    }
    Map<String, Double> scores =
        diverged.isPresent()
            ? Map.of()
            : Evaluation.run(
                session.evaluate(),
                data,
                data.inStreams() ? size : Math.max(size, EVALUATED_TOGETHER));
    return new Outcome(curve(each), each.size(), spent, diverged, scores);
  }

  /** Joins neighbours, so that a curve can be drawn. */
  private static List<Point> curve(List<Point> each) {
    int width = Math.max(1, (each.size() + POINTS - 1) / POINTS);
    List<Point> curve = new ArrayList<>();
    for (int from = 0; from < each.size(); from += width) {
      List<Point> part = each.subList(from, Math.min(each.size(), from + width));
      double loss = part.stream().mapToDouble(Point::loss).average().orElseThrow();
      curve.add(new Point(part.getLast().update(), part.getLast().seconds(), loss));
    }
    return curve;
  }
}
