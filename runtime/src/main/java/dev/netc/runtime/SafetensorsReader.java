package dev.netc.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the safetensors format, and trusts nothing in it. */
final class SafetensorsReader {
  private static final long LARGEST_HEADER = 100_000_000;

  /** The bytes to be read, wherever they are. */
  interface Source {
    ByteBuffer bytes(long from, int length) throws IOException;
  }

  private final String source;
  private final long size;
  private final Source data;

  /**
   * @param source what messages call it
   * @param size in bytes
   */
  SafetensorsReader(String source, long size, Source data) {
    this.source = source;
    this.size = size;
    this.data = data;
  }

  /**
   * @throws SafetensorsException if it is malformed
   */
  Safetensors.Contents read() throws IOException {
    if (size < 8) {
      throw wrong("it has " + size + " bytes, too few for a header");
    }
    long length = bytes(0, 8).getLong();
    if (length < 2 || length > Math.min(LARGEST_HEADER, size - 8)) {
      throw wrong("its header claims " + Long.toUnsignedString(length) + " bytes");
    }
    String text = StandardCharsets.UTF_8.decode(bytes(8, (int) length)).toString();
    Object json;
    try {
      json = new HeaderParser(text).parse();
    } catch (IllegalArgumentException e) {
      throw wrong("its header is no JSON: " + e.getMessage());
    }
    return contents(json, 8 + length);
  }

  private SafetensorsException wrong(String fault) {
    return new SafetensorsException(source + " is no safetensors file: " + fault);
  }

  private ByteBuffer bytes(long from, int length) throws IOException {
    return data.bytes(from, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Safetensors.Contents contents(Object json, long start) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!(json instanceof Map<?, ?> entries)) {
      throw wrong("its header is no object");
    }
    long end = 0;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      String name = (String) entry.getKey();
      if (!(entry.getValue() instanceof Map<?, ?> fields)) {
        throw wrong("the entry of `" + name + "` is no object");
      }
      if (name.equals(Safetensors.METADATA)) {
        fields.forEach((k, v) -> metadata.put((String) k, String.valueOf(v)));
        continue;
      }
      long[] offsets = integers(name, fields.get("data_offsets"));
      if (offsets.length != 2
          || offsets[0] != end
          || offsets[1] < offsets[0]
          || offsets[1] > size - start) {
        throw wrong("the data of `" + name + "` lies outside the file or not in order");
      }
      end = offsets[1];
      ElementType type = type(name, fields.get("dtype"));
      List<Integer> shape = shape(name, fields.get("shape"), type, end - offsets[0]);
      ByteBuffer elements = bytes(start + offsets[0], (int) (end - offsets[0]));
      tensors.put(name, new Tensor(type, shape, TensorBytes.read(type, elements)));
    }
    if (end != size - start) {
      throw wrong((size - start - end) + " bytes follow the last tensor");
    }
    return new Safetensors.Contents(tensors, metadata);
  }

  private long[] integers(String name, @Nullable Object value) throws SafetensorsException {
    if (value instanceof List<?> list && list.stream().allMatch(v -> v instanceof Long)) {
      return list.stream().mapToLong(v -> (Long) v).toArray();
    }
    throw wrong("`" + name + "` lacks a list of integers");
  }

  private ElementType type(String name, @Nullable Object dtype) throws SafetensorsException {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    throw wrong("`" + name + "` is of the unknown dtype " + dtype);
  }

  private List<Integer> shape(String name, @Nullable Object value, ElementType type, long bytes)
      throws SafetensorsException {
    List<Integer> shape = new ArrayList<>();
    long expected = type.bytes();
    for (long extent : integers(name, value)) {
      if (extent < 0
          || extent > Integer.MAX_VALUE
          || (expected > 0 && extent > (1L << 40) / expected)) {
        throw wrong("`" + name + "` has the extent " + extent);
      }
      expected *= extent;
      shape.add((int) extent);
    }
    if (expected != bytes || bytes > Integer.MAX_VALUE - 64) {
      throw wrong("`" + name + "` of shape " + shape + " has " + bytes + " bytes, not " + expected);
    }
    return shape;
  }
}
