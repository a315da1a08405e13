package dev.netc.ir;

/** A dtype and a shape: {@code f32[N, 6, 28, 28]}; a scalar is {@code f32}. */
public record TensorType(DType dtype, Shape shape) implements Type {
  public static TensorType of(DType dtype, long... dims) {
    return new TensorType(dtype, Shape.of(dims));
  }

  public static TensorType of(DType dtype, Dim... dims) {
    return new TensorType(dtype, Shape.of(dims));
  }

  public static TensorType scalar(DType dtype) {
    return new TensorType(dtype, Shape.SCALAR);
  }

  public TensorType withDType(DType other) {
    return new TensorType(other, shape);
  }

  public TensorType withShape(Shape other) {
    return new TensorType(dtype, other);
  }

  public int rank() {
    return shape.rank();
  }

  public Dim dim(int axis) {
    return shape.dim(axis);
  }

  @Override
  public String toString() {
    return shape.isScalar() ? dtype.toString() : dtype + shape.toString();
  }
}
