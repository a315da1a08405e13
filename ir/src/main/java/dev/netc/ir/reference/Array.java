package dev.netc.ir.reference;

import dev.netc.ir.DType;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A tensor of any dtype with its elements as f64, row-major: bool is 0 or 1, integers are exact up
 * to 2^53.
 */
public final class Array {
  private final DType dtype;
  private final int[] shape;
  private final double[] data;

  private Array(DType dtype, int[] shape, double[] data) {
    this.dtype = dtype;
    this.shape = shape;
    this.data = data;
  }

  /**
   * An array of the elements {@code data}, which are copied.
   *
   * @throws IllegalArgumentException if their number is not that of the shape
   */
  public static Array of(DType dtype, int[] shape, double... data) {
    if (data.length != size(shape)) {
      throw new IllegalArgumentException(
          data.length + " elements do not make " + Arrays.toString(shape));
    }
    return new Array(dtype, shape.clone(), data.clone());
  }

  public static Array scalar(DType dtype, double value) {
    return new Array(dtype, new int[0], new double[] {value});
  }

  /** An array whose element {@code i} in row-major order is {@code element(i)}. */
  public static Array fill(DType dtype, int[] shape, IntToDoubleFunction element) {
    double[] data = new double[size(shape)];
    Arrays.setAll(data, element);
    return new Array(dtype, shape.clone(), data);
  }

  public DType dtype() {
    return dtype;
  }

  public int[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  public int size() {
    return data.length;
  }

  int extent(int axis) {
    return shape[axis];
  }

  /** Element {@code i} in row-major order. */
  public double get(int i) {
    return data[i];
  }

  /** The element at an index; a scalar has one element at every index. */
  public double at(int... index) {
    return data.length == 1 && shape.length == 0 ? data[0] : data[offset(shape, index)];
  }

  /** The elements, a copy. */
  public double[] data() {
    return data.clone();
  }

  static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  static int offset(int[] shape, int[] index) {
    int offset = 0;
    for (int i = 0; i < shape.length; i++) {
      offset = offset * shape[i] + index[i];
    }
    return offset;
  }

  /** The index of the element {@code offset}. */
  public static int[] index(int[] shape, int offset) {
    int[] index = new int[shape.length];
    int rest = offset;
    for (int i = shape.length - 1; i >= 0; i--) {
      index[i] = rest % shape[i];
      rest /= shape[i];
    }
    return index;
  }

  @Override
  public String toString() {
    return dtype + Arrays.toString(shape) + Arrays.toString(data);
  }
}
