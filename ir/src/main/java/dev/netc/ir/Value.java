package dev.netc.ir;

/**
 * One value of a graph in static single assignment form: the operation that computes it, and its
 * type. Values are made by a {@link GraphBuilder} and compared by identity.
 */
public final class Value {
  private final int id;
  private final Op op;
  private final Type type;
  private final Origin origin;

  Value(int id, Op op, Type type, Origin origin) {
    this.id = id;
    this.op = op;
    this.type = type;
    this.origin = origin;
  }

  /**
   * Unique in the builder that made the value, and smaller than the ids of all values computed from
   * it.
   */
  public int id() {
    return id;
  }

  public Op op() {
    return op;
  }

  public Type type() {
    return type;
  }

  /**
   * The type of a value that is a tensor.
   *
   * @throws TypeException if it is a tuple
   */
  public TensorType tensor() {
    if (type instanceof TensorType tensor) {
      return tensor;
    }
    throw new TypeException("a tensor is needed, this is the tuple " + type);
  }

  public Shape shape() {
    return tensor().shape();
  }

  public DType dtype() {
    return tensor().dtype();
  }

  public Origin origin() {
    return origin;
  }

  @Override
  public String toString() {
    return "%" + id + ": " + type;
  }
}
