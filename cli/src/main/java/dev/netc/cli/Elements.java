package dev.netc.cli;

import dev.netc.ir.reference.Array;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Tensor;
import java.util.Arrays;

/** The elements of arrays of any type as numbers. */
final class Elements {
  private Elements() {}

  /** Element {@code i} of a Java array; 1 for true. */
  static double get(Object data, int i) {
    return switch (data) {
      case float[] a -> a[i];
      case double[] a -> a[i];
      case int[] a -> a[i];
      case long[] a -> (double) a[i];
      case boolean[] a -> a[i] ? 1 : 0;
      default -> throw new IllegalArgumentException(data.getClass().toString());
    };
  }

  /** A tensor of zeros of the type and shape of a reference array. */
  static Tensor zeros(Array like) {
    ElementType type = ElementType.valueOf(like.dtype().name());
    return Tensor.zeros(type, Arrays.stream(like.shape()).boxed().toList());
  }

  /** What a reference array holds, in the precision of its type. */
  static Tensor tensor(Array array) {
    Tensor tensor = zeros(array);
    for (int i = 0; i < array.size(); i++) {
      switch (tensor.data()) {
        case float[] a -> a[i] = (float) array.get(i);
        case double[] a -> a[i] = array.get(i);
        case int[] a -> a[i] = (int) array.get(i);
        case long[] a -> a[i] = (long) array.get(i);
        case boolean[] a -> a[i] = array.get(i) != 0;
        default -> throw new IllegalArgumentException(tensor.toString());
      }
    }
    return tensor;
  }
}
