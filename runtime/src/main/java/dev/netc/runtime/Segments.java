package dev.netc.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory segments, on and off the heap, as inputs and outputs of a session: their elements are in
 * the byte order of this machine, aligned or not, and are copied once, to or from the session's
 * memory.
 */
public final class Segments {
  private Segments() {}

  /**
   * How many elements a segment has.
   *
   * @throws IllegalArgumentException if they do not fill it
   */
  public static long elements(String name, MemorySegment segment, ElementType type) {
    long bytes = segment.byteSize();
    if (bytes % type.bytes() != 0) {
      throw new IllegalArgumentException(
          "%s has %,d bytes, and an %s takes %d".formatted(name, bytes, type, type.bytes()));
    }
    return bytes / type.bytes();
  }

  private static int length(MemorySegment from, ElementType type) {
    return Math.toIntExact(from.byteSize() / type.bytes());
  }

  private static void checkRoom(String name, MemorySegment to, int length, ElementType type) {
    if (to.byteSize() < (long) length * type.bytes()) {
      throw new IllegalArgumentException(
          "%s has room for %,d elements, %,d are needed"
              .formatted(name, to.byteSize() / type.bytes(), length));
    }
  }

  /** Reads all elements into {@code room}, or into a longer array if it has too few. */
  public static float[] read(MemorySegment from, float[] room) {
    int length = length(from, ElementType.F32);
    float[] to = room.length < length ? new float[length] : room;
    MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, to, 0, length);
    return to;
  }

  /** Writes elements from the start of a segment on, which has at least as many. */
  public static void write(String name, float[] from, int offset, int length, MemorySegment to) {
    checkRoom(name, to, length, ElementType.F32);
    MemorySegment.copy(from, offset, to, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, length);
  }

  /** Reads all elements into {@code room}, or into a longer array if it has too few. */
  public static double[] read(MemorySegment from, double[] room) {
    int length = length(from, ElementType.F64);
    double[] to = room.length < length ? new double[length] : room;
    MemorySegment.copy(from, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, to, 0, length);
    return to;
  }

  /** Writes elements from the start of a segment on, which has at least as many. */
  public static void write(String name, double[] from, int offset, int length, MemorySegment to) {
    checkRoom(name, to, length, ElementType.F64);
    MemorySegment.copy(from, offset, to, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, length);
  }

  /** Reads all elements into {@code room}, or into a longer array if it has too few. */
  public static int[] read(MemorySegment from, int[] room) {
    int length = length(from, ElementType.I32);
    int[] to = room.length < length ? new int[length] : room;
    MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED, 0, to, 0, length);
    return to;
  }

  /** Writes elements from the start of a segment on, which has at least as many. */
  public static void write(String name, int[] from, int offset, int length, MemorySegment to) {
    checkRoom(name, to, length, ElementType.I32);
    MemorySegment.copy(from, offset, to, ValueLayout.JAVA_INT_UNALIGNED, 0, length);
  }

  /** Reads all elements into {@code room}, or into a longer array if it has too few. */
  public static long[] read(MemorySegment from, long[] room) {
    int length = length(from, ElementType.I64);
    long[] to = room.length < length ? new long[length] : room;
    MemorySegment.copy(from, ValueLayout.JAVA_LONG_UNALIGNED, 0, to, 0, length);
    return to;
  }

  /** Writes elements from the start of a segment on, which has at least as many. */
  public static void write(String name, long[] from, int offset, int length, MemorySegment to) {
    checkRoom(name, to, length, ElementType.I64);
    MemorySegment.copy(from, offset, to, ValueLayout.JAVA_LONG_UNALIGNED, 0, length);
  }
}
