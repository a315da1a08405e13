package dev.netc.cli.lowrank;

import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Op;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import dev.netc.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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
  },
  /** Of a convolution of clips: one in space, then one in time, (2+1)-D (Tran et al. 2018). */
  SPACE_AND_TIME {
    @Override
    boolean fits(Op op) {
      return op instanceof Convolution c
          && isPlain(c)
          && c.window().rank() == 3
          && c.window().kernel().get(0) > 1
          && extent(c.window().kernel()) > c.window().kernel().get(0);
    }
  };

  /** The axes of the kernel that the second product has; the first has the others. */
  List<Integer> second() {
    return switch (this) {
      case ROWS_AND_COLUMNS -> List.of(1);
      case SPACE_AND_TIME -> List.of(0);
      default -> List.of();
    };
  }

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

  /**
   * The weights [out, in, kernel...] as the matrix that is factored: a row for each input and
   * position that the first product sees, a column for each output and position of the second.
   */
  DMatrixRMaj matrix(Tensor weights) {
    List<Integer> shape = weights.shape();
    float[] w = weights.floats();
    int rows = shape.get(1) * extent(part(shape, false));
    DMatrixRMaj matrix = new DMatrixRMaj(rows, w.length / rows);
    for (int i = 0; i < w.length; i++) {
      matrix.set(index(i, shape, 1, false), index(i, shape, 0, true), w[i]);
    }
    return matrix;
  }

  /** The number of element {@code i} among the channels of an axis and positions of one product. */
  private int index(int i, List<Integer> shape, int channels, boolean ofSecond) {
    int index = 0;
    int stride = 1;
    int left = i;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      int extent = shape.get(axis);
      boolean counts = axis < 2 ? axis == channels : second().contains(axis - 2) == ofSecond;
      if (counts) {
        index += left % extent * stride;
        stride *= extent;
      }
      left /= extent;
    }
    return index;
  }

  /** The extents of the kernel of one product, 1 where the other has them. */
  private List<Integer> part(List<Integer> shape, boolean ofSecond) {
    return IntStream.range(2, shape.size())
        .mapToObj(axis -> second().contains(axis - 2) == ofSecond ? shape.get(axis) : 1)
        .toList();
  }

  /** The weights of the product that comes first, [rank, in, ...]. */
  Tensor first(Factors factors, List<Integer> shape) {
    DMatrixRMaj left = factors.left();
    float[] data = new float[left.getNumElements()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) left.get(i % left.numRows, i / left.numRows);
    }
    return tensor(data, factors.rank(), shape.get(1), part(shape, false));
  }

  /** The weights of the product that comes second, [out, rank, ...]. */
  Tensor second(Factors factors, List<Integer> shape) {
    DMatrixRMaj right = factors.right();
    int positions = right.numCols / shape.getFirst();
    float[] data = new float[right.getNumElements()];
    for (int i = 0; i < data.length; i++) {
      int position = i % positions;
      int between = i / positions % factors.rank();
      int out = i / positions / factors.rank();
      data[i] = (float) right.get(between, out * positions + position);
    }
    return tensor(data, shape.getFirst(), factors.rank(), part(shape, true));
  }

  private static Tensor tensor(float[] data, int out, int in, List<Integer> kernel) {
    List<Integer> shape = new ArrayList<>(List.of(out, in));
    shape.addAll(kernel);
    return Tensor.of(data, shape.toArray(Integer[]::new));
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
        Window down = only(w, false);
        Window along = only(w, true);
        Value few = builder.add(new Convolution(x, first, down, 1, c.layout()));
        yield builder.add(new Convolution(few, second, along, 1, c.layout()));
      }
      default -> throw new IllegalArgumentException("no product with weights: " + product);
    };
  }

  /** The part of a window that one product has. */
  private Window only(Window w, boolean ofSecond) {
    return new Window(
        only(w.kernel(), ofSecond, 1),
        only(w.stride(), ofSecond, 1),
        only(w.padLow(), ofSecond, 0),
        only(w.padHigh(), ofSecond, 0),
        only(w.dilation(), ofSecond, 1));
  }

  private List<Integer> only(List<Integer> ofAxes, boolean ofSecond, int otherwise) {
    return IntStream.range(0, ofAxes.size())
        .mapToObj(axis -> second().contains(axis) == ofSecond ? ofAxes.get(axis) : otherwise)
        .toList();
  }
}
