package dev.netc.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays as little-endian bytes. */
final class TensorBytes {
  private TensorBytes() {}

  static Object read(ElementType type, ByteBuffer bytes) {
    Object data = type.newArray(bytes.remaining() / type.bytes());
    switch (data) {
      case float[] a -> bytes.asFloatBuffer().get(a);
      case double[] a -> bytes.asDoubleBuffer().get(a);
      case int[] a -> bytes.asIntBuffer().get(a);
      case long[] a -> bytes.asLongBuffer().get(a);
      case boolean[] a -> {
        for (int i = 0; i < a.length; i++) {
          a[i] = bytes.get() != 0;
        }
      }
      default -> throw new IllegalStateException(type.toString());
    }
    return data;
  }

  static ByteBuffer write(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(tensor.size(), tensor.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.data()) {
      case float[] a -> bytes.asFloatBuffer().put(a);
      case double[] a -> bytes.asDoubleBuffer().put(a);
      case int[] a -> bytes.asIntBuffer().put(a);
      case long[] a -> bytes.asLongBuffer().put(a);
      case boolean[] a -> {
        for (boolean b : a) {
          bytes.put((byte) (b ? 1 : 0));
        }
        bytes.flip();
      }
      default -> throw new IllegalStateException(tensor.toString());
    }
    return bytes;
  }
}
