package dev.netc.training;

import dev.netc.runtime.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;

/** Checkpoints as files, whose mistakes end a training. */
public final class Checkpoints {
  private Checkpoints() {}

  /**
   * Writes one; a reader sees the old file or the new one.
   *
   * @throws TrainingException if it cannot be written; the old file is as it was
   */
  public static void write(Checkpoint checkpoint, Path file) {
    try {
      checkpoint.write(file);
    } catch (IOException e) {
      throw new TrainingException(file + " cannot be written: " + e.getMessage());
    }
  }

  /**
   * Reads one.
   *
   * @throws TrainingException if it is malformed or no checkpoint
   */
  public static Checkpoint read(Path file) {
    try {
      return Checkpoint.read(file);
    } catch (IOException e) {
      throw new TrainingException(e.getMessage());
    }
  }
}
