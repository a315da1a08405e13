package dev.netc.runtime;

import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/**
 * Buffers, direct and on the heap, as inputs and outputs of a session: from position to limit,
 * which stay as they are. Elements are copied once, to or from the session's memory.
 */
public final class Buffers {
  private Buffers() {}

  /** A view of bytes in the other order is hardly what a program means that does not swap them. */
  private static void checkOrder(String name, ByteOrder order) {
    if (order != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          """
          %s is %s, and this machine is %s: make the view of the bytes with \
          bytes.order(ByteOrder.nativeOrder()), or swap what was written in the other order\
          """
              .formatted(name, order, ByteOrder.nativeOrder()));
    }
  }

  private static void checkRoom(String name, Buffer to, int length) {
    if (to.remaining() < length) {
      throw new IllegalArgumentException(
          "%s has room for %,d elements, %,d are needed".formatted(name, to.remaining(), length));
    }
  }

  /** Reads the remaining elements into {@code room}, or into a longer array if it has too few. */
  public static float[] read(String name, FloatBuffer from, float[] room) {
    checkOrder(name, from.order());
    int length = from.remaining();
    float[] to = room.length < length ? new float[length] : room;
    from.get(from.position(), to, 0, length);
    return to;
  }

  /** Writes elements from the position on, of which at least as many remain. */
  public static void write(String name, float[] from, int offset, int length, FloatBuffer to) {
    checkOrder(name, to.order());
    checkRoom(name, to, length);
    to.put(to.position(), from, offset, length);
  }

  /** Reads the remaining elements into {@code room}, or into a longer array if it has too few. */
  public static double[] read(String name, DoubleBuffer from, double[] room) {
    checkOrder(name, from.order());
    int length = from.remaining();
    double[] to = room.length < length ? new double[length] : room;
    from.get(from.position(), to, 0, length);
    return to;
  }

  /** Writes elements from the position on, of which at least as many remain. */
  public static void write(String name, double[] from, int offset, int length, DoubleBuffer to) {
    checkOrder(name, to.order());
    checkRoom(name, to, length);
    to.put(to.position(), from, offset, length);
  }

  /** Reads the remaining elements into {@code room}, or into a longer array if it has too few. */
  public static int[] read(String name, IntBuffer from, int[] room) {
    checkOrder(name, from.order());
    int length = from.remaining();
    int[] to = room.length < length ? new int[length] : room;
    from.get(from.position(), to, 0, length);
    return to;
  }

  /** Writes elements from the position on, of which at least as many remain. */
  public static void write(String name, int[] from, int offset, int length, IntBuffer to) {
    checkOrder(name, to.order());
    checkRoom(name, to, length);
    to.put(to.position(), from, offset, length);
  }

  /** Reads the remaining elements into {@code room}, or into a longer array if it has too few. */
  public static long[] read(String name, LongBuffer from, long[] room) {
    checkOrder(name, from.order());
    int length = from.remaining();
    long[] to = room.length < length ? new long[length] : room;
    from.get(from.position(), to, 0, length);
    return to;
  }

  /** Writes elements from the position on, of which at least as many remain. */
  public static void write(String name, long[] from, int offset, int length, LongBuffer to) {
    checkOrder(name, to.order());
    checkRoom(name, to, length);
    to.put(to.position(), from, offset, length);
  }
}
