package dev.netc.grammar;

import org.jspecify.annotations.Nullable;

/** A token or comment, what its place in the tree means for setting it, and where it was put. */
final class FormatToken {
  /** A pair of braces and the number of statements between them. */
  static final class Body {
    final FormatToken open;
    final FormatToken close;
    final int statements;
    boolean onOneLine;

    Body(FormatToken open, FormatToken close, int statements) {
      this.open = open;
      this.close = close;
      this.statements = statements;
    }
  }

  /** What tokens in neighbouring lines are put below each other. */
  enum Column {
    NONE,
    /** What follows the keyword of a training item. */
    ITEM,
    /** The type of a {@code param} or {@code state}. */
    TYPE,
    /** The sign of an assignment. */
    ASSIGNMENT
  }

  final String text;
  final boolean isComment;

  /** Whether it is a comment to the end of the line. */
  final boolean endsLine;

  /** Line ends between the token before it and this one, as written. */
  final int newlinesBefore;

  /** Characters between the token before it and this one, as written, if on one line. */
  final int spacesBefore;

  int index;

  /** Whether a declaration, statement or training item begins here. */
  boolean startsItem;

  boolean tightBefore;
  boolean tightAfter;

  /** How loosely a binary operator binds, from 1; 0 if this is none. */
  int looseness;

  boolean isPipe;

  /** Whether it is the {@code for} or {@code if} of a comprehension. */
  boolean isClause;

  /** The other bracket of a pair. */
  @Nullable FormatToken partner;

  /** The body that this brace opens or closes. */
  @Nullable Body body;

  /** For the brace that opens a body the first token of the construct that the body belongs to. */
  @Nullable FormatToken owner;

  /** For {@code else} the {@code if} that begins the chain. */
  @Nullable FormatToken chain;

  Column column = Column.NONE;

  /** What must be the same for tokens to be put below each other. */
  Object columnKey = "";

  /** Line ends to put before it: 0 to 2. */
  int breakBefore;

  /** Whether a line that would be too long ends before it. */
  boolean brokenForWidth;

  /** The indentation of the line that it is on. */
  int lineIndent;

  /** Where it begins in its line. */
  int start;

  /** Further spaces before it, for alignment. */
  int padding;

  FormatToken(
      String text, boolean isComment, boolean endsLine, int newlinesBefore, int spacesBefore) {
    this.text = text;
    this.isComment = isComment;
    this.endsLine = endsLine;
    this.newlinesBefore = newlinesBefore;
    this.spacesBefore = spacesBefore;
  }

  boolean is(String other) {
    return !isComment && text.equals(other);
  }

  boolean opensBracket() {
    return partner != null && body == null && (is("(") || is("["));
  }

  boolean closesBracket() {
    return partner != null && body == null && (is(")") || is("]"));
  }

  boolean opensBody() {
    return body != null && body.open == this;
  }

  boolean closesBody() {
    return body != null && body.close == this;
  }

  boolean opens() {
    return opensBracket() || opensBody();
  }

  boolean closes() {
    return closesBracket() || closesBody();
  }

  /** The width of its text; of a comment over several lines that of the last. */
  int width() {
    String last = text.substring(text.lastIndexOf('\n') + 1);
    return last.codePointCount(0, last.length());
  }
}
