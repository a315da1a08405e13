package dev.netc.passes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps the time that each pass took, and how many values it found and left. */
public final class PassTimes implements PassObserver {
  private final List<Run> runs = new ArrayList<>();

  /** Nothing has run yet. */
  public PassTimes() {}

  @Override
  public void ran(Run run) {
    runs.add(run);
  }

  /** What was timed, in order. */
  public List<Run> runs() {
    return List.copyOf(runs);
  }

  /** A line a pass, and the sum. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Run run : runs) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-16s %9.3f ms %6d values -> %d%n",
              run.pass().name(),
              run.nanos() / 1e6,
              run.before().values().size(),
              run.after().values().size()));
    }
    long total = runs.stream().mapToLong(Run::nanos).sum();
    return text + String.format(Locale.ROOT, "%-16s %9.3f ms%n", "total", total / 1e6);
  }
}
