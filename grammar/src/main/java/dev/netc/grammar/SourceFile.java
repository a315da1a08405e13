package dev.netc.grammar;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A source text and the name under which messages speak of it.
 *
 * @param name as the user wrote it, {@code examples/lenet/lenet.net}
 * @param text the whole text
 */
public record SourceFile(String name, String text) {
  private static final long LARGEST = 4L << 20;

  /**
   * Reads a UTF-8 file.
   *
   * @throws IOException if it cannot be read, is no UTF-8 or is larger than 4 MiB; the message is
   *     for the user
   */
  public static SourceFile read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a folder, not a .net file");
    }
    if (!Files.exists(path)) {
      throw new IOException("no such file: " + path);
    }
    if (Files.size(path) > LARGEST) {
      throw new IOException(path + " is larger than 4 MiB: not a .net file");
    }
    try {
      return new SourceFile(path.toString(), Files.readString(path));
    } catch (CharacterCodingException e) {
      throw new IOException(path + " is not UTF-8 text", e);
    }
  }

  /** The lines without their ends. */
  public List<String> lines() {
    return text.lines().toList();
  }
}
