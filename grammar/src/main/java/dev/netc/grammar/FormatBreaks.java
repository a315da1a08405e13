package dev.netc.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides where lines end: where the user ended them and the language's look allows it, around
 * statements, and where a line would be too long.
 */
final class FormatBreaks {
  private static final int WIDEST = 120;

  private final List<FormatToken> tokens;
  private final List<FormatToken.Body> bodies;
  private final FormatLayout layout;

  FormatBreaks(FormatRoles roles, FormatLayout layout) {
    this.tokens = roles.tokens();
    this.bodies = roles.bodies();
    this.layout = layout;
  }

  /** Sets {@link FormatToken#breakBefore} of all tokens. */
  void decide() {
    commentsBeforeItems();
    for (FormatToken.Body body : bodies) {
      body.onOneLine = fitsOneLine(body);
    }
    decideFromText();
    boolean changed = true;
    while (changed) {
      layout.place();
      changed = false;
      for (List<FormatToken> line : layout.lines()) {
        changed |= layout.width(line) > WIDEST && shorten(line);
      }
      if (changed) {
        decideFromText();
      }
    }
  }

  /** A comment that begins the line of a statement goes with it. */
  private void commentsBeforeItems() {
    for (int i = tokens.size() - 1; i > 0; i--) {
      FormatToken token = tokens.get(i);
      int first = i;
      while (first > 0
          && tokens.get(first).newlinesBefore == 0
          && tokens.get(first - 1).isComment
          && !tokens.get(first - 1).endsLine) {
        first--;
      }
      FormatToken comment = tokens.get(first);
      boolean begins =
          comment.newlinesBefore > 0 || first == 0 || tokens.get(first - 1).opensBody();
      if (token.startsItem && first < i && begins) {
        token.startsItem = false;
        comment.startsItem = true;
      }
    }
  }

  private boolean fitsOneLine(FormatToken.Body body) {
    boolean empty = body.open.index + 1 == body.close.index;
    boolean fits = body.statements <= 1;
    for (FormatToken t : tokens.subList(body.open.index + 1, body.close.index + 1)) {
      fits &= t.newlinesBefore == 0 && t.text.indexOf('\n') < 0 && !t.endsLine;
      fits &= !t.opensBody() || t.body.onOneLine;
    }
    return fits || empty;
  }

  private void decideFromText() {
    for (int i = 1; i < tokens.size(); i++) {
      FormatToken token = tokens.get(i);
      if (!token.brokenForWidth) {
        token.breakBefore = fromText(tokens.get(i - 1), token);
      }
    }
  }

  private int fromText(FormatToken before, FormatToken token) {
    boolean blankLine =
        token.newlinesBefore > 1
            && (token.startsItem || token.isComment || before.isComment || before.is(","))
            && !opens(before)
            && !token.closes();
    return !mustBreak(before, token) && !mayBreak(before, token) ? 0 : blankLine ? 2 : 1;
  }

  /** Whether it is an opening bracket, or a comment right behind one. */
  private boolean opens(FormatToken token) {
    return token.opens()
        || (token.isComment
            && token.newlinesBefore == 0
            && token.index > 0
            && opens(tokens.get(token.index - 1)));
  }

  private static boolean mustBreak(FormatToken before, FormatToken token) {
    if (before.endsLine) {
      return true;
    }
    if (before.opensBody()) {
      return !before.body.onOneLine && !(token.endsLine && token.newlinesBefore == 0);
    }
    if (token.closesBody()) {
      return !token.body.onOneLine;
    }
    return token.startsItem;
  }

  /** Whether the user's line end between the two is kept. */
  private boolean mayBreak(FormatToken before, FormatToken token) {
    if (token.isPipe) {
      // a line end after the sign moves before it
      FormatToken next = tokens.get(token.index + 1);
      return token.newlinesBefore > 0 || (next.newlinesBefore > 0 && !next.isComment);
    }
    if (token.newlinesBefore == 0 || token.startsItem || token.closesBody()) {
      return false;
    }
    if (token.chain != null) {
      return before.isComment || before.body == null || before.body.onOneLine;
    }
    if (before.opensBracket() && token.closesBracket()) {
      return false;
    }
    return token.isComment
        || before.isComment
        || before.is(",")
        || before.is("=")
        || before.is("<-")
        || before.opensBracket()
        || token.closesBracket()
        || token.isClause
        || before.looseness > 0
        || token.looseness > 0;
  }

  /** Breaks a line that is too long at the outermost place there is; false if there is none. */
  private static boolean shorten(List<FormatToken> line) {
    List<FormatToken> outermost = outermost(line);
    boolean broken = false;
    for (FormatToken token : outermost) {
      if (token.opensBody() && token.body.onOneLine && token.index + 1 < token.body.close.index) {
        token.body.onOneLine = false;
        broken = true;
      }
    }
    for (FormatToken token : broken ? List.<FormatToken>of() : outermost) {
      if (token.isPipe && token != line.getFirst()) {
        broken = true;
        breakBefore(token);
      }
    }
    return broken
        || breakAfter(line, outermost.stream().filter(t -> t.is(",")).toList())
        || breakAtOperator(line, outermost)
        || breakBracket(line, outermost)
        || openBody(line);
  }

  private static void breakBefore(FormatToken token) {
    token.breakBefore = Math.max(1, token.breakBefore);
    token.brokenForWidth = true;
  }

  /** The tokens of a line that are not within brackets opened on it. */
  private static List<FormatToken> outermost(List<FormatToken> line) {
    int[] depths = new int[line.size()];
    int depth = 0;
    int lowest = Integer.MAX_VALUE;
    boolean leading = true;
    for (int i = 0; i < depths.length; i++) {
      FormatToken token = line.get(i);
      depth -= token.closes() ? 1 : 0;
      depths[i] = depth;
      leading &= token.closes();
      lowest = leading ? lowest : Math.min(lowest, depth);
      depth += token.opens() ? 1 : 0;
    }
    List<FormatToken> outermost = new ArrayList<>();
    for (int i = 0; i < depths.length; i++) {
      if (depths[i] == lowest) {
        outermost.add(line.get(i));
      }
    }
    return outermost;
  }

  /** Breaks after the last of {@code places} that fits, or else the first of them. */
  private static boolean breakAfter(List<FormatToken> line, List<FormatToken> places) {
    FormatToken chosen = null;
    for (FormatToken place : places) {
      boolean atEnd = place == line.getLast() || nextOf(line, place).endsLine;
      if (!atEnd && (chosen == null || place.start + place.width() <= WIDEST)) {
        chosen = place;
      }
    }
    if (chosen != null) {
      breakBefore(nextOf(line, chosen));
    }
    return chosen != null;
  }

  private static FormatToken nextOf(List<FormatToken> line, FormatToken token) {
    return line.get(token.index - line.getFirst().index + 1);
  }

  private static boolean breakAtOperator(List<FormatToken> line, List<FormatToken> outermost) {
    int loosest = outermost.stream().mapToInt(t -> t.looseness).max().orElse(0);
    return loosest > 0
        && breakAfter(line, outermost.stream().filter(t -> t.looseness == loosest).toList());
  }

  /** Puts what the longest pair of brackets encloses into lines of its own. */
  private static boolean breakBracket(List<FormatToken> line, List<FormatToken> outermost) {
    FormatToken longest = null;
    int most = 0;
    for (FormatToken token : outermost) {
      if (token.opensBracket() && token.partner.index <= line.getLast().index) {
        int length = token.partner.start - token.start;
        if (token.index + 1 < token.partner.index && length > most) {
          longest = token;
          most = length;
        }
      }
    }
    if (longest != null) {
      breakBefore(nextOf(line, longest));
      breakBefore(java.util.Objects.requireNonNull(longest.partner));
    }
    return longest != null;
  }

  private static boolean openBody(List<FormatToken> line) {
    for (FormatToken token : line) {
      if (token.opensBody() && token.body.onOneLine && token.index + 1 < token.body.close.index) {
        token.body.onOneLine = false;
        return true;
      }
    }
    return false;
  }
}
