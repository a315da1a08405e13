package dev.netc.passes;

/** A pipeline names a pass that does not exist. */
public final class UnknownPassException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String name;

  UnknownPassException(String name) {
    super("there is no pass called " + name);
    this.name = name;
  }

  /** What was given for a name. */
  public String name() {
    return name;
  }
}
