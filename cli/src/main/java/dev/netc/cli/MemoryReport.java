package dev.netc.cli;

import dev.netc.codegen.MemoryBudget;
import dev.netc.ir.Calls;
import dev.netc.ir.OperatorText;
import dev.netc.ir.Origin;
import dev.netc.ir.Value;
import dev.netc.passes.Recomputation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code --memory} did: the bytes before and after, and what is computed again for them. */
final class MemoryReport {
  private static final int MOST_ROWS = 12;

  /** Values that are computed again by one operator of one line, taken together. */
  private record Row(int times, long bytes, long operations) {
    Row plus(Row other) {
      return new Row(times + other.times, bytes + other.bytes, operations + other.operations);
    }
  }

  private MemoryReport() {}

  /** A line of totals, and a table of what is computed again. */
  static String text(MemoryBudget budget) {
    Recomputation made = budget.recomputation();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "memory: %s for values%s, %s if all were kept; %,d are computed again%s%n",
            Units.bytes(budget.after()),
            where(budget),
            Units.bytes(budget.before()),
            made.again().size(),
            made.again().isEmpty()
                ? ""
                : String.format(
                    Locale.ROOT,
                    ": %s more operations, %.1f %% of %s",
                    Units.count(made.extraOperations()),
                    100.0 * made.extraOperations() / made.operations(),
                    Units.count(made.operations()))));
    Map<String, Row> rows = new TreeMap<>();
    for (Recomputation.Again again : made.again()) {
      rows.merge(
          String.format(Locale.ROOT, "%-32s %s", operator(again.value()), line(again.value())),
          new Row(1, again.bytes(), again.operations()),
          Row::plus);
    }
    if (!rows.isEmpty()) {
      text.append("  again       bytes  operations  what                             where\n");
    }
    List<Map.Entry<String, Row>> ordered = new ArrayList<>(rows.entrySet());
    ordered.sort((a, b) -> Long.compare(b.getValue().bytes(), a.getValue().bytes()));
    int shown = Math.min(ordered.size(), MOST_ROWS);
    ordered.subList(0, shown).forEach(r -> text.append(line(r.getValue(), r.getKey())));
    ordered.subList(shown, ordered.size()).stream()
        .map(Map.Entry::getValue)
        .reduce(Row::plus)
        .ifPresent(rest -> text.append(line(rest, "others")));
    return text.toString().stripTrailing();
  }

  private static String line(Row row, String what) {
    return String.format(
        Locale.ROOT,
        "%7d  %10s  %10s  %s%n",
        row.times(),
        Units.bytes(row.bytes()),
        Units.count(row.operations()),
        what.stripTrailing());
  }

  private static String where(MemoryBudget budget) {
    return budget.extents().isEmpty()
        ? ""
        : " at batch " + budget.extents().values().iterator().next();
  }

  /** The same for programs. */
  static Map<String, Object> fields(MemoryBudget budget) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("arena_bytes", budget.after());
    fields.put("arena_bytes_if_all_were_kept", budget.before());
    fields.put("operations", budget.recomputation().operations());
    fields.put("extra_operations", budget.recomputation().extraOperations());
    List<Map<String, Object>> again = new ArrayList<>();
    for (Recomputation.Again value : budget.recomputation().again()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("operator", operator(value.value()));
      row.put("where", line(value.value()));
      row.put("bytes", value.bytes());
      row.put("operations", value.operations());
      again.add(row);
    }
    fields.put("computed_again", again);
    return fields;
  }

  private static String operator(Value value) {
    return value.op() instanceof Calls.Call call
        ? call.function().name()
        : OperatorText.name(value.op());
  }

  private static String line(Value value) {
    Origin origin = value.origin();
    return origin.isKnown() ? Path.of(origin.file()).getFileName() + ":" + origin.line() : "";
  }
}
