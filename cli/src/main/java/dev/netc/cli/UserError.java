package dev.netc.cli;

/** A mistake of the user's, with the whole text to show. */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserError(String text) {
    super(text);
  }
}
