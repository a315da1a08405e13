package http;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long requests took, counted in classes of 5 % width, so that a long run takes no more memory
 * than a short one.
 */
final class Latencies {
  private static final double WIDTH = 1.05;
  private static final int CLASSES = 600;
  private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999};

  private final AtomicLongArray counts = new AtomicLongArray(CLASSES);
  private final AtomicLong most = new AtomicLong();

  void add(long nanos) {
    int at = (int) (Math.log(Math.max(1, nanos)) / Math.log(WIDTH));
    counts.incrementAndGet(Math.min(at, CLASSES - 1));
    most.accumulateAndGet(nanos, Math::max);
  }

  long count() {
    long sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** The nanoseconds that no more than this share of the requests exceeds; 5 % too many at most. */
  private double quantile(double share) {
    long wanted = (long) Math.ceil(count() * share);
    long sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      sum += counts.get(i);
      if (sum >= wanted) {
        return Math.min(Math.pow(WIDTH, i + 1), most.get());
      }
    }
    return most.get();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format("  requests   answered within%n"));
    for (double share : SHARES) {
      text.append(
          String.format(
              Locale.ROOT, "  %6.1f %%   %8.2f ms%n", 100 * share, quantile(share) / 1e6));
    }
    return text.append(String.format(Locale.ROOT, "  %6s     %8.2f ms%n", "all", most.get() / 1e6))
        .toString();
  }
}
