package dev.netc.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads and writes the safetensors format: the length of a JSON header as a little-endian u64, the
 * header with dtype, shape and offsets of each tensor, then the data without gaps.
 */
public final class Safetensors {
  static final String METADATA = "__metadata__";

  /**
   * The contents of a file.
   *
   * @param tensors by name, in the order of the header
   * @param metadata free text
   */
  public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  private Safetensors() {}

  /**
   * Reads a whole file.
   *
   * @throws SafetensorsException if it is malformed: truncated, offsets that do not fit, unknown
   *     dtypes
   * @throws IOException if it cannot be read
   */
  public static Contents read(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new SafetensorsException("no such file: " + path);
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return new SafetensorsReader(
              path.toString(), file.size(), (from, length) -> bytes(file, from, length))
          .read();
    }
  }

  /**
   * Reads a whole stream, such as a resource, and does not close it.
   *
   * @throws SafetensorsException if it is malformed
   * @throws IOException if it cannot be read
   */
  public static Contents read(InputStream in) throws IOException {
    Objects.requireNonNull(in, "there is no stream to read: is there a resource of this name?");
    byte[] bytes = in.readAllBytes();
    return new SafetensorsReader(
            "the stream",
            bytes.length,
            (from, length) -> ByteBuffer.wrap(bytes, (int) from, length).slice())
        .read();
  }

  private static ByteBuffer bytes(FileChannel file, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
      // a channel may give less than asked for
    }
    return buffer.flip();
  }

  /**
   * Writes a file so that a reader sees the old one or the new one, never a part: to a temporary
   * file beside it, forced to disk, then renamed.
   *
   * @throws IOException if it cannot be written; the old file is then as it was
   */
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata);
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    try {
      try (FileChannel file =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        writeAll(file, length.putLong(header.length).flip());
        writeAll(file, ByteBuffer.wrap(header));
        for (Tensor tensor : tensors.values()) {
          writeAll(file, TensorBytes.write(tensor));
        }
        file.force(true);
      }
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeAll(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    List<String> entries = new ArrayList<>();
    if (!metadata.isEmpty()) {
      List<String> fields = new ArrayList<>();
      metadata.forEach((k, v) -> fields.add(quote(k) + ":" + quote(v)));
      entries.add(quote(METADATA) + ":{" + String.join(",", fields) + "}");
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = offset + (long) tensor.size() * tensor.type().bytes();
      entries.add(
          quote(entry.getKey())
              + ":{\"dtype\":\""
              + tensor.type().name()
              + "\",\"shape\":"
              + tensor.shape().toString().replace(" ", "")
              + ",\"data_offsets\":["
              + offset
              + ","
              + end
              + "]}");
      offset = end;
    }
    String json = "{" + String.join(",", entries) + "}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    byte[] padded = java.util.Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8);
    java.util.Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
    return padded;
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
