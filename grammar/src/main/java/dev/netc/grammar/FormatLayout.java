package dev.netc.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Places tokens whose line breaks are known: indentation and spaces. */
final class FormatLayout {
  private static final int INDENT = 4;

  /** What is open: the indentation of its contents and of the bracket that closes it. */
  private record Open(FormatToken by, int contents, int closing) {}

  private final List<FormatToken> tokens;

  FormatLayout(List<FormatToken> tokens) {
    this.tokens = tokens;
  }

  /** The lines; a blank line is not one. */
  List<List<FormatToken>> lines() {
    List<List<FormatToken>> lines = new ArrayList<>();
    for (FormatToken token : tokens) {
      if (lines.isEmpty() || token.breakBefore > 0) {
        lines.add(new ArrayList<>());
      }
      lines.getLast().add(token);
    }
    return lines;
  }

  /** Sets indentation and place of every token. */
  void place() {
    Deque<Open> open = new ArrayDeque<>();
    for (List<FormatToken> line : lines()) {
      int indent = indent(line.getFirst(), open);
      int end = indent;
      FormatToken before = null;
      for (FormatToken token : line) {
        token.lineIndent = indent;
        token.start = end + (before == null ? 0 : space(before, token) + token.padding);
        end = (token.text.indexOf('\n') < 0 ? token.start : 0) + token.width();
        if (token.opens()) {
          int base = token.owner != null ? token.owner.lineIndent : indent;
          open.push(new Open(token, base + INDENT, base));
        } else if (token.closes()) {
          open.pop();
        }
        before = token;
      }
    }
  }

  private int indent(FormatToken first, Deque<Open> open) {
    if (first.closes()) {
      return open.getFirst().closing();
    }
    int contents = open.isEmpty() ? 0 : open.getFirst().contents();
    FormatToken next = afterComments(first);
    if (next == null || next.closes() || next.startsItem || first.startsItem) {
      return contents;
    }
    if (next.chain != null) {
      return next.chain.start;
    }
    boolean inBracket = !open.isEmpty() && open.getFirst().by().opensBracket();
    FormatToken before = beforeComments(first);
    boolean beginsElement = before == null || before.is(",") || before.opensBracket();
    return inBracket && (beginsElement || next.isClause) ? contents : contents + INDENT;
  }

  private @Nullable FormatToken afterComments(FormatToken token) {
    int i = token.index;
    while (i < tokens.size() && tokens.get(i).isComment && !tokens.get(i).startsItem) {
      i++;
    }
    return i < tokens.size() ? tokens.get(i) : null;
  }

  private @Nullable FormatToken beforeComments(FormatToken token) {
    int i = token.index - 1;
    while (i >= 0 && tokens.get(i).isComment) {
      i--;
    }
    return i >= 0 ? tokens.get(i) : null;
  }

  private static int space(FormatToken before, FormatToken token) {
    if (token.endsLine) {
      return 1;
    }
    boolean emptyBody = before.opensBody() && token.closesBody();
    boolean tight =
        before.tightAfter
            || token.tightBefore
            || before.opensBracket()
            || token.closesBracket()
            || emptyBody;
    return tight ? 0 : 1;
  }

  /** The width of a line without a comment at its end. */
  int width(List<FormatToken> line) {
    FormatToken last = line.getLast();
    if (last.endsLine && line.size() > 1) {
      last = line.get(line.size() - 2);
    }
    return last.endsLine ? 0 : last.start + last.width();
  }

  /** The placed tokens as text. */
  String text() {
    StringBuilder text = new StringBuilder();
    FormatToken before = null;
    for (FormatToken token : tokens) {
      if (before == null || token.breakBefore > 0) {
        text.append("\n".repeat(token.breakBefore)).repeat(' ', token.lineIndent);
      } else {
        text.repeat(' ', space(before, token) + token.padding);
      }
      text.append(token.text);
      before = token;
    }
    return text.append(tokens.isEmpty() ? "" : "\n").toString();
  }
}
