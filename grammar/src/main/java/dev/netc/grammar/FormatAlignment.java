package dev.netc.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts tokens of neighbouring lines below each other. The items of a training section always are;
 * types, signs of assignment, pipes and comments at the ends of lines are where the user has begun
 * to, with more than one space in one of the lines.
 */
final class FormatAlignment {
  private final FormatLayout layout;

  FormatAlignment(FormatLayout layout) {
    this.layout = layout;
  }

  /** Sets the padding of all tokens. */
  void align() {
    layout.place();
    List<List<FormatToken>> lines = layout.lines();
    sections(lines);
    runs(lines, line -> inColumn(line, FormatToken.Column.TYPE));
    runs(lines, line -> inColumn(line, FormatToken.Column.ASSIGNMENT));
    int pipes = lines.stream().mapToInt(line -> pipes(line).size()).max().orElse(0);
    for (int i = 1; i < pipes; i++) {
      int nth = i;
      runs(lines, line -> pipes(line).size() > nth ? pipes(line).get(nth) : null);
    }
    runs(lines, FormatAlignment::trailingComment);
    layout.place();
  }

  private void sections(List<List<FormatToken>> lines) {
    Map<Object, List<FormatToken>> sections = new LinkedHashMap<>();
    for (List<FormatToken> line : lines) {
      FormatToken item = inColumn(line, FormatToken.Column.ITEM);
      if (item != null) {
        sections.computeIfAbsent(item.columnKey, k -> new ArrayList<>()).add(item);
      }
    }
    sections.values().forEach(this::pad);
  }

  /** The token of a column in a line that begins with its statement. */
  private static @Nullable FormatToken inColumn(List<FormatToken> line, FormatToken.Column column) {
    for (FormatToken token : line.subList(1, line.size())) {
      if (token.startsItem) {
        return null;
      }
      if (token.column == column) {
        return line.getFirst().startsItem ? token : null;
      }
    }
    return null;
  }

  /** The pipes outside brackets of a line that begins with one. */
  private static List<FormatToken> pipes(List<FormatToken> line) {
    List<FormatToken> pipes = new ArrayList<>();
    int depth = 0;
    for (FormatToken token : line.getFirst().isPipe ? line : List.<FormatToken>of()) {
      depth += token.opens() ? 1 : token.closes() ? -1 : 0;
      if (token.isPipe && depth == 0) {
        pipes.add(token);
      }
    }
    return pipes;
  }

  private static @Nullable FormatToken trailingComment(List<FormatToken> line) {
    return line.size() > 1 && line.getLast().endsLine ? line.getLast() : null;
  }

  /** Aligns in each stretch of neighbouring lines that have a token of the kind. */
  private void runs(
      List<List<FormatToken>> lines, Function<List<FormatToken>, @Nullable FormatToken> kind) {
    List<FormatToken> run = new ArrayList<>();
    for (List<FormatToken> line : lines) {
      FormatToken token = kind.apply(line);
      boolean goesOn =
          token != null
              && !run.isEmpty()
              && line.getFirst().breakBefore < 2
              && (token.isComment || sameColumn(run.getLast(), token));
      if (!goesOn) {
        finish(run);
        run.clear();
      }
      if (token != null) {
        run.add(token);
      } else {
        run.clear();
      }
    }
    finish(run);
  }

  private static boolean sameColumn(FormatToken a, FormatToken b) {
    return a.lineIndent == b.lineIndent && a.columnKey.equals(b.columnKey);
  }

  private void finish(List<FormatToken> run) {
    if (run.stream().anyMatch(t -> t.newlinesBefore == 0 && t.spacesBefore > 1)) {
      pad(run);
    }
  }

  private void pad(List<FormatToken> column) {
    int furthest = column.stream().mapToInt(t -> t.start).max().orElse(0);
    column.forEach(t -> t.padding = furthest - t.start);
    layout.place();
  }
}
