package dev.netc.ir.reference;

import dev.netc.ir.Linear;
import java.util.List;

/** What products of matrices are. */
final class LinearMeaning {
  private LinearMeaning() {}

  static Array of(Linear op, int[] shape, List<Array> x) {
    return switch (op) {
      case Linear.MatMul m -> matmul(m, shape, x.get(0), x.get(1));
    };
  }

  private static Array matmul(Linear.MatMul op, int[] shape, Array a, Array b) {
    int row = shape.length - 2;
    int column = shape.length - 1;
    int inner = a.extent(op.transposeA() ? row : column);
    return Array.fill(
        a.dtype(),
        shape,
        o -> {
          int[] i = Array.index(shape, o);
          int[] p = i.clone();
          int[] q = i.clone();
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            p[row] = op.transposeA() ? k : i[row];
            p[column] = op.transposeA() ? i[row] : k;
            q[row] = op.transposeB() ? i[column] : k;
            q[column] = op.transposeB() ? k : i[column];
            sum += a.at(p) * b.at(q);
          }
          return sum;
        });
  }
}
