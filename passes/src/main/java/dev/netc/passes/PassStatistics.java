package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.OperatorText;
import dev.netc.ir.Origin;
import dev.netc.ir.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what each pass did and where. A pass that does not tell of its places is judged by what it
 * leaves: the operators that are gone, and those that are new.
 */
public final class PassStatistics implements PassObserver {
  private static final int MOST_PLACES = 4;

  /**
   * What one run of a pass did.
   *
   * @param operators before it
   * @param left the operators after it
   * @param changes how often, by what it did and by the line of the source
   */
  public record Entry(
      Pass pass, long operators, long left, Map<String, Map<String, Integer>> changes) {
    /** How often it did something. */
    public int times() {
      return changes.values().stream().mapToInt(Entry::times).sum();
    }

    private static int times(Map<String, Integer> places) {
      return places.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** Nothing has run yet. */
  public PassStatistics() {}

  @Override
  public void ran(Run run) {
    Map<String, Map<String, Integer>> changes = new TreeMap<>();
    run.firings().forEach(f -> count(changes, f.rule(), f.where(), 1));
    if (changes.isEmpty() && !run.after().equals(run.before())) {
      Map<String, Map<String, Integer>> difference = new TreeMap<>();
      operators(run.after(), difference, 1);
      operators(run.before(), difference, -1);
      difference.forEach(
          (operator, places) ->
              places.forEach(
                  (place, n) -> {
                    if (n != 0) {
                      String what = operator + (n < 0 ? " gone" : " new");
                      changes.computeIfAbsent(what, k -> new TreeMap<>()).put(place, Math.abs(n));
                    }
                  }));
    }
    entries.add(new Entry(run.pass(), operators(run.before()), operators(run.after()), changes));
  }

  private static void operators(Graph graph, Map<String, Map<String, Integer>> counts, int sign) {
    for (Value value : graph.values()) {
      if (!isGiven(value)) {
        count(counts, OperatorText.name(value.op()), value.origin(), sign);
      }
    }
  }

  private static void count(
      Map<String, Map<String, Integer>> counts, String what, Origin where, int sign) {
    String place =
        where.isKnown() ? Path.of(where.file()).getFileName() + ":" + where.line() : "elsewhere";
    counts.computeIfAbsent(what, k -> new TreeMap<>()).merge(place, sign, Integer::sum);
  }

  private static boolean isGiven(Value value) {
    return value.op() instanceof Leaf.Input || value.op() instanceof Leaf.Parameter;
  }

  private static long operators(Graph graph) {
    return graph.values().stream().filter(v -> !(v.op() instanceof Leaf)).count();
  }

  /** An entry for each pass that ran, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** For each pass a line, and below it what it did, the most frequent first. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("pass                  operators   times\n");
    for (Entry entry : entries) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-18s %5d -> %-5d %5d%n",
              entry.pass().name(),
              entry.operators(),
              entry.left(),
              entry.times()));
      entry.changes().entrySet().stream()
          .sorted(Comparator.comparingInt(e -> -Entry.times(e.getValue())))
          .forEach(
              e ->
                  text.append(
                      String.format(
                          Locale.ROOT,
                          "  %-29s %5d  %s%n",
                          e.getKey(),
                          Entry.times(e.getValue()),
                          places(e.getValue()))));
    }
    return text.toString();
  }

  /** {@code resnet20.net:7 (12), resnet20.net:8 (6)}: those with the most. */
  private static String places(Map<String, Integer> counts) {
    List<String> places =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(e -> e.getKey() + (e.getValue() == 1 ? "" : " (" + e.getValue() + ")"))
            .toList();
    String first = String.join(", ", places.subList(0, Math.min(MOST_PLACES, places.size())));
    int more = places.size() - MOST_PLACES;
    return more <= 0 ? first : first + " and " + more + " more lines";
  }
}
