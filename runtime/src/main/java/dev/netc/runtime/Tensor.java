package dev.netc.runtime;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/**
 * A dense array with a shape, row-major.
 *
 * @param type what {@code data} is an array of
 * @param shape the extents, outermost first; empty for a scalar
 * @param data the Java array of {@link #size} elements; not copied
 */
public record Tensor(ElementType type, List<Integer> shape, Object data) {
  public Tensor {
    shape = List.copyOf(shape);
    int length = Array.getLength(data);
    if (length != size(shape)) {
      throw new IllegalArgumentException(
          "a tensor of shape " + shape + " has " + size(shape) + " elements, not " + length);
    }
    if (!type.newArray(0).getClass().equals(data.getClass())) {
      throw new IllegalArgumentException(
          "a tensor of " + type + " does not hold a " + data.getClass().getSimpleName());
    }
  }

  public static Tensor of(float[] data, Integer... shape) {
    return new Tensor(ElementType.F32, List.of(shape), data);
  }

  /** A tensor of zeros. */
  public static Tensor zeros(ElementType type, List<Integer> shape) {
    return new Tensor(type, shape, type.newArray(size(shape)));
  }

  /** The number of elements. */
  public int size() {
    return size(shape);
  }

  /**
   * The elements of an f32 tensor, not copied.
   *
   * @throws IllegalStateException if the type is another
   */
  public float[] floats() {
    if (data instanceof float[] floats) {
      return floats;
    }
    throw new IllegalStateException("this tensor holds " + type + ", not f32");
  }

  public Tensor copy() {
    Tensor copy = zeros(type, shape);
    System.arraycopy(data, 0, copy.data, 0, size());
    return copy;
  }

  private static int size(List<Integer> shape) {
    return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor t
        && type == t.type
        && shape.equals(t.shape)
        && Arrays.deepEquals(new Object[] {data}, new Object[] {t.data});
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new Object[] {type, shape, data});
  }

  /** {@code f32[6, 1, 5, 5]}. */
  @Override
  public String toString() {
    return type + shape.toString();
  }
}
