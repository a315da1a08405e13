package dev.netc.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A signature as a table for people: a line for each input, output and parameter. */
final class SignatureTable {
  private final Signature signature;
  private final List<String[]> rows = new ArrayList<>();

  SignatureTable(Signature signature) {
    this.signature = signature;
    add("input", signature.inputs());
    add("output", signature.outputs());
    add("parameter", signature.parameters());
  }

  private void add(String kind, List<Signature.Slot> slots) {
    for (Signature.Slot slot : slots) {
      rows.add(
          new String[] {
            kind,
            slot.name(),
            slot.type() + (slot.shape().isEmpty() ? "" : slot.shape().toString()),
            kind.equals("parameter") ? "%,d".formatted(elements(slot)) : ""
          });
    }
  }

  private static long elements(Signature.Slot slot) {
    return slot.shape().stream().mapToLong(Long::parseLong).reduce(1, Math::multiplyExact);
  }

  String text() {
    int name = width(1);
    int type = width(2);
    int elements = width(3);
    StringBuilder text = new StringBuilder(signature.name()).append('\n');
    for (String[] row : rows) {
      String line =
          ("  %-9s  %-" + name + "s  %-" + type + "s  %" + Math.max(1, elements) + "s")
              .formatted((Object[]) row);
      text.append(line.stripTrailing()).append('\n');
    }
    long all = signature.parameters().stream().mapToLong(SignatureTable::elements).sum();
    int count = signature.parameters().size();
    text.append(
        String.format(
            Locale.ROOT,
            "  %,d parameter%s, %,d elements%n".replace("%n", "\n"),
            count,
            count == 1 ? "" : "s",
            all));
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(1);
  }
}
