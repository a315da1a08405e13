package dev.netc.cli;

import dev.netc.runtime.ElementType;
import dev.netc.runtime.Tensor;
import java.util.List;

/**
 * Tensors of other frameworks as a network takes them: f64 for f32 and i64 for i32, which are their
 * defaults, and one element for a scalar.
 */
final class Narrowing {
  private Narrowing() {}

  /** The tensor as the type and rank that are wanted, or as it is if there is no way. */
  static Tensor of(Tensor given, ElementType type, int rank) {
    List<Integer> shape = rank == 0 && given.shape().equals(List.of(1)) ? List.of() : given.shape();
    return switch (given.data()) {
      case double[] wide when type == ElementType.F32 -> {
        float[] data = new float[wide.length];
        for (int i = 0; i < data.length; i++) {
          data[i] = (float) wide[i];
        }
        yield new Tensor(type, shape, data);
      }
      case long[] wide when type == ElementType.I32 && fits(wide) -> {
        int[] data = new int[wide.length];
        for (int i = 0; i < data.length; i++) {
          data[i] = (int) wide[i];
        }
        yield new Tensor(type, shape, data);
      }
      default -> new Tensor(given.type(), shape, given.data());
    };
  }

  private static boolean fits(long[] values) {
    for (long value : values) {
      if (value != (int) value) {
        return false;
      }
    }
    return true;
  }
}
