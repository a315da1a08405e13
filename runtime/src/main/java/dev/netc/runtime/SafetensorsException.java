package dev.netc.runtime;

import java.io.IOException;

/** A file is no well-formed safetensors file; the message is one line that names file and fault. */
public final class SafetensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  public SafetensorsException(String message) {
    super(message);
  }
}
