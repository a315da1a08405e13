package dev.netc.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Writes small files so that a reader sees the old one or the new one, never a part. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes {@code bytes} beside {@code file} and renames. A file that is there keeps its
   * permissions, and a link stays one.
   *
   * @throws IOException if it cannot be written; the old file is then as it was, and nothing is
   *     left beside it
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    boolean exists = Files.exists(file);
    Path target = exists ? file.toRealPath() : file;
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      Files.write(temporary, bytes);
      if (exists && Files.getFileAttributeView(target, PosixFileAttributeView.class) != null) {
        Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
