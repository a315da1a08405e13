package dev.netc.training;

/** Something that the user can mend keeps a training from going on; the message is one line. */
public class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
