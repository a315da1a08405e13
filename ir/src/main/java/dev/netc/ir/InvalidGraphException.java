package dev.netc.ir;

import java.util.List;

/** A graph that breaks its own rules: a defect of whatever made it. */
public final class InvalidGraphException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problems one message each, at least one
   */
  public InvalidGraphException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
