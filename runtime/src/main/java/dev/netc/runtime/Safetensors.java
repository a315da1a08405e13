package dev.netc.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the safetensors format: the length of a JSON header as a little-endian u64, the
 * header with dtype, shape and offsets of each tensor, then the data without gaps.
 */
public final class Safetensors {
  private static final long LARGEST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";

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
      long size = file.size();
      if (size < 8) {
        throw wrong(path, "it has " + size + " bytes, too few for a header");
      }
      long length = bytes(file, 0, 8).getLong();
      if (length < 2 || length > Math.min(LARGEST_HEADER, size - 8)) {
        throw wrong(path, "its header claims " + Long.toUnsignedString(length) + " bytes");
      }
      ByteBuffer header = bytes(file, 8, (int) length);
      String text = StandardCharsets.UTF_8.decode(header).toString();
      Object json;
      try {
        json = new HeaderParser(text).parse();
      } catch (IllegalArgumentException e) {
        throw wrong(path, "its header is no JSON: " + e.getMessage());
      }
      return contents(path, file, json, 8 + length, size);
    }
  }

  private static SafetensorsException wrong(Path path, String fault) {
    return new SafetensorsException(path + " is no safetensors file: " + fault);
  }

  private static ByteBuffer bytes(FileChannel file, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
      // a channel may give less than asked for
    }
    return buffer.flip();
  }

  private static Contents contents(Path path, FileChannel file, Object json, long start, long size)
      throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!(json instanceof Map<?, ?> entries)) {
      throw wrong(path, "its header is no object");
    }
    long end = 0;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String name = (String) entry.getKey();
      if (!(entry.getValue() instanceof Map<?, ?> fields)) {
        throw wrong(path, "the entry of `" + name + "` is no object");
      }
      if (name.equals(METADATA)) {
        fields.forEach((k, v) -> metadata.put((String) k, String.valueOf(v)));
        continue;
      }
      long[] offsets = integers(path, name, fields.get("data_offsets"));
      if (offsets.length != 2
          || offsets[0] != end
          || offsets[1] < offsets[0]
          || offsets[1] > size - start) {
        throw wrong(path, "the data of `" + name + "` lies outside the file or not in order");
      }
      end = offsets[1];
      ElementType type = type(path, name, fields.get("dtype"));
      List<Integer> shape = shape(path, name, fields.get("shape"), type, end - offsets[0]);
      ByteBuffer data = bytes(file, start + offsets[0], (int) (end - offsets[0]));
      tensors.put(name, new Tensor(type, shape, TensorBytes.read(type, data)));
    }
    if (end != size - start) {
      throw wrong(path, (size - start - end) + " bytes follow the last tensor");
    }
    return new Contents(tensors, metadata);
  }

  private static long[] integers(
      Path path, String name, @org.jspecify.annotations.Nullable Object value)
      throws SafetensorsException {
    if (value instanceof List<?> list && list.stream().allMatch(v -> v instanceof Long)) {
      return list.stream().mapToLong(v -> (Long) v).toArray();
    }
    throw wrong(path, "`" + name + "` lacks a list of integers");
  }

  private static ElementType type(
      Path path, String name, @org.jspecify.annotations.Nullable Object dtype)
      throws SafetensorsException {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    throw wrong(path, "`" + name + "` is of the unknown dtype " + dtype);
  }

  private static List<Integer> shape(
      Path path,
      String name,
      @org.jspecify.annotations.Nullable Object value,
      ElementType type,
      long bytes)
      throws SafetensorsException {
    List<Integer> shape = new ArrayList<>();
    long size = type.bytes();
    for (long extent : integers(path, name, value)) {
      if (extent < 0 || extent > Integer.MAX_VALUE || (size > 0 && extent > (1L << 40) / size)) {
        throw wrong(path, "`" + name + "` has the extent " + extent);
      }
      size *= extent;
      shape.add((int) extent);
    }
    if (size != bytes || bytes > Integer.MAX_VALUE - 64) {
      throw wrong(
          path, "`" + name + "` of shape " + shape + " has " + bytes + " bytes, not " + size);
    }
    return shape;
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
