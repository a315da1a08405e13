package dev.netc.cli.lowrank;

import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Op;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import dev.netc.runtime.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.ejml.data.DMatrixRMaj;

/** A way to write weights as a matrix, and the two products that its factors make of one. */
public enum Scheme {
  /** Of a matrix product, or a convolution of extent 1: two of these. */
  MATRIX {
    @Override
    boolean fits(Op op) {
      return switch (op) {
        case MatMul m -> m.transposeB() && m.b().shape().rank() == 2;
        case Convolution c -> isPlain(c) && extent(c.window().kernel()) == 1;
        default -> false;
      };
    }
  },
  /** Of a convolution: one to few channels, then one of extent 1 (Zhang et al. 2016). */
  CHANNELS {
    @Override
    boolean fits(Op op) {
      return op instanceof Convolution c && isPlain(c) && extent(c.window().kernel()) > 1;
    }
  },
  /** Of a convolution of images: one down the columns, then one along the rows (Jaderberg 2014). */
  ROWS_AND_COLUMNS {
    @Override
    boolean fits(Op op) {
      return op instanceof Convolution c
          && isPlain(c)
          && c.window().rank() == 2
          && c.window().kernel().stream().allMatch(k -> k > 1);
    }
  };

  abstract boolean fits(Op op);

  /** {@code rows and columns}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static boolean isPlain(Convolution c) {
    return c.groups() == 1;
  }

  private static int extent(List<Integer> kernel) {
    return kernel.stream().reduce(1, Math::multiplyExact);
  }

  /** The weights [out, in, kernel...] as the matrix that is factored. */
  DMatrixRMaj matrix(Tensor weights) {
    List<Integer> shape = weights.shape();
    int out = shape.getFirst();
    float[] w = weights.floats();
    if (this != ROWS_AND_COLUMNS) {
      DMatrixRMaj matrix = new DMatrixRMaj(out, w.length / out);
      for (int i = 0; i < w.length; i++) {
        matrix.data[i] = w[i];
      }
      return matrix;
    }
    int height = shape.get(2);
    int width = shape.get(3);
    DMatrixRMaj matrix = new DMatrixRMaj(shape.get(1) * height, out * width);
    for (int i = 0; i < w.length; i++) {
      int x = i % width;
      int y = i / width % height;
      int in = i / (width * height) % shape.get(1);
      int o = i / (width * height * shape.get(1));
      matrix.set(in * height + y, o * width + x, w[i]);
    }
    return matrix;
  }

  /** The weights of the product that comes first. */
  Tensor first(Factors factors, List<Integer> shape) {
    int rank = factors.rank();
    if (this != ROWS_AND_COLUMNS) {
      return tensor(factors.right(), false, withFirst(rank, shape));
    }
    return tensor(factors.left(), true, List.of(rank, shape.get(1), shape.get(2), 1));
  }

  /** The weights of the product that comes second. */
  Tensor second(Factors factors, List<Integer> shape) {
    int rank = factors.rank();
    if (this != ROWS_AND_COLUMNS) {
      List<Integer> ones = Collections.nCopies(shape.size() - 2, 1);
      return tensor(factors.left(), false, concatenated(List.of(shape.getFirst(), rank), ones));
    }
    int out = shape.getFirst();
    int width = shape.get(3);
    float[] w = new float[out * rank * width];
    for (int o = 0; o < out; o++) {
      for (int r = 0; r < rank; r++) {
        for (int x = 0; x < width; x++) {
          w[(o * rank + r) * width + x] = (float) factors.right().get(r, o * width + x);
        }
      }
    }
    return Tensor.of(w, out, rank, 1, width);
  }

  private static Tensor tensor(DMatrixRMaj matrix, boolean transposed, List<Integer> shape) {
    float[] data = new float[matrix.getNumElements()];
    for (int i = 0; i < data.length; i++) {
      data[i] =
          (float)
              (transposed ? matrix.get(i % matrix.numRows, i / matrix.numRows) : matrix.data[i]);
    }
    return Tensor.of(data, shape.toArray(Integer[]::new));
  }

  private static List<Integer> withFirst(int first, List<Integer> shape) {
    return concatenated(List.of(first), shape.subList(1, shape.size()));
  }

  private static List<Integer> concatenated(List<Integer> a, List<Integer> b) {
    List<Integer> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  /** What takes the place of a product with weights that have been factored. */
  Value products(Op product, Value x, Value first, Value second, GraphBuilder builder) {
    return switch (product) {
      case MatMul m -> {
        Value few = builder.add(new MatMul(x, first, m.transposeA(), true));
        yield builder.add(new MatMul(few, second, false, true));
      }
      case Convolution c -> {
        Window w = c.window();
        boolean rows = this == ROWS_AND_COLUMNS;
        Window down = rows ? only(w, 0) : w;
        Window along = rows ? only(w, 1) : Window.of(Collections.nCopies(w.rank(), 1));
        Value few = builder.add(new Convolution(x, first, down, 1, c.layout()));
        yield builder.add(new Convolution(few, second, along, 1, c.layout()));
      }
      default -> throw new IllegalArgumentException("no product with weights: " + product);
    };
  }

  /** The part of a window along one of two axes. */
  private static Window only(Window w, int axis) {
    return new Window(
        along(w.kernel(), axis, 1),
        along(w.stride(), axis, 1),
        along(w.padLow(), axis, 0),
        along(w.padHigh(), axis, 0),
        along(w.dilation(), axis, 1));
  }

  private static List<Integer> along(List<Integer> ofAxes, int axis, int otherwise) {
    return axis == 0 ? List.of(ofAxes.get(0), otherwise) : List.of(otherwise, ofAxes.get(1));
  }
}
