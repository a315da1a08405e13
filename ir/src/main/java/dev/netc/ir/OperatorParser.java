package dev.netc.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes an operator from its name, operands, attributes and the type of its result, as {@link
 * OperatorText} and {@link GraphText} print them. Constants, sizes and calls, which have a subject
 * of another kind, are read by {@link GraphParser}.
 */
final class OperatorParser {
  /** Makes the operator; it may ask for operands that are not there. */
  private interface Reader {
    Op read(List<Value> o, Attributes a, Type type);
  }

  private static final Map<String, Reader> READERS = new HashMap<>();

  static {
    for (Elementwise.UnaryFunction f : Elementwise.UnaryFunction.values()) {
      READERS.put(f.toString(), (o, a, t) -> new Elementwise.Unary(f, o.get(0)));
    }
    for (Elementwise.BinaryFunction f : Elementwise.BinaryFunction.values()) {
      READERS.put(f.toString(), (o, a, t) -> new Elementwise.Binary(f, o.get(0), o.get(1)));
    }
    for (Elementwise.Comparison c : Elementwise.Comparison.values()) {
      READERS.put(c.toString(), (o, a, t) -> new Elementwise.Compare(c, o.get(0), o.get(1)));
    }
    for (Reduction.Combiner c : Reduction.Combiner.values()) {
      READERS.put(
          "reduce_" + c, (o, a, t) -> new Reduction.Reduce(c, o.get(0), a.integers("axes")));
    }
    READERS.put("select", (o, a, t) -> new Elementwise.Select(o.get(0), o.get(1), o.get(2)));
    READERS.put("cast", (o, a, t) -> new Elementwise.Cast(o.get(0), tensor(t).dtype()));
    READERS.put("stop_gradient", (o, a, t) -> new Elementwise.StopGradient(o.get(0)));
    READERS.put("iota", (o, a, t) -> new Leaf.Iota(tensor(t), a.integer("axis")));
    READERS.put(
        "broadcast",
        (o, a, t) -> new Shaping.Broadcast(o.get(0), tensor(t).shape(), a.integers("axes")));
    READERS.put("reshape", (o, a, t) -> new Shaping.Reshape(o.get(0), tensor(t).shape()));
    READERS.put("barrier", (o, a, t) -> new Shaping.Barrier(o.get(0), o.get(1)));
    READERS.put(
        "transpose", (o, a, t) -> new Shaping.Transpose(o.get(0), a.integers("permutation")));
    READERS.put(
        "slice",
        (o, a, t) ->
            new Shaping.Slice(o.get(0), a.dims("start"), a.dims("limit"), a.integers("step")));
    READERS.put(
        "pad",
        (o, a, t) ->
            new Shaping.Pad(
                o.get(0),
                a.dims("low"),
                a.dims("high"),
                a.integers("interior"),
                a.number("value")));
    READERS.put("flip", (o, a, t) -> new Shaping.Flip(o.get(0), a.integers("axes")));
    READERS.put("concat", (o, a, t) -> new Shaping.Concat(o, a.integer("axis")));
    READERS.put("gather", (o, a, t) -> new Indexing.Gather(o.get(0), o.get(1)));
    READERS.put(
        "scatter_add",
        (o, a, t) -> new Indexing.ScatterAdd(o.get(0), o.get(1), dims(t, 1).getFirst()));
    READERS.put("random", OperatorParser::random);
    READERS.put("argmax", (o, a, t) -> new Reduction.ArgMax(o.get(0), a.integer("axis")));
    READERS.put(
        "cumsum",
        (o, a, t) ->
            new Along.CumulativeSum(
                o.get(0), a.integer("axis"), a.flag("exclusive"), a.flag("reversed")));
    READERS.put(
        "argsort",
        (o, a, t) -> new Along.ArgSort(o.get(0), a.integer("axis"), a.flag("descending")));
    READERS.put(
        "matmul",
        (o, a, t) ->
            new Linear.MatMul(o.get(0), o.get(1), a.flag("transpose_a"), a.flag("transpose_b")));
    READERS.put(
        "convolution",
        (o, a, t) ->
            new Convolutional.Convolution(
                o.get(0), o.get(1), window(a, kernel(o.get(1).type())), groups(a), layout(a)));
    READERS.put("convolution_input_gradient", OperatorParser::inputGradient);
    READERS.put(
        "convolution_weight_gradient",
        (o, a, t) ->
            new Convolutional.WeightGradient(
                o.get(0), o.get(1), window(a, kernel(t)), groups(a), layout(a)));
    READERS.put("max_pool", (o, a, t) -> new Pooling.MaxPool(o.get(0), pool(a), layout(a)));
    READERS.put(
        "max_pool_gradient",
        (o, a, t) -> new Pooling.MaxPoolGradient(o.get(0), o.get(1), pool(a), layout(a)));
    READERS.put(
        "max_pool_select",
        (o, a, t) -> new Pooling.MaxPoolSelect(o.get(0), o.get(1), pool(a), layout(a)));
    READERS.put("sum_pool", (o, a, t) -> new Pooling.SumPool(o.get(0), pool(a), layout(a)));
    READERS.put(
        "sum_pool_gradient",
        (o, a, t) ->
            new Pooling.SumPoolGradient(
                o.get(0), pool(a), layout(a), layout(a).spatial(new Shape(dims(t, 3)))));
    READERS.put(
        "roi_align", (o, a, t) -> new Detection.RoiAlign(o.get(0), o.get(1), o.get(2), grid(a)));
    READERS.put(
        "roi_align_gradient",
        (o, a, t) ->
            new Detection.RoiAlignGradient(
                o.get(0), o.get(1), o.get(2), grid(a), tensor(t).shape()));
    READERS.put(
        "roi_argmax", (o, a, t) -> new Detection.RoiArgMax(o.get(0), o.get(1), o.get(2), grid(a)));
    READERS.put("suppress", (o, a, t) -> new Detection.Suppress(o.get(0), a.number("threshold")));
    READERS.put("result", (o, a, t) -> new Calls.Result(o.get(0), a.integer("index")));
  }

  private OperatorParser() {}

  static boolean knows(String operator) {
    return READERS.containsKey(operator);
  }

  /**
   * The operation in line {@code line}.
   *
   * @throws GraphParseException if the operands or attributes are not those of the operator
   */
  static Op read(int line, String operator, List<Value> operands, Attributes a, Type type) {
    Op op;
    try {
      op = READERS.get(operator).read(operands, a, type);
    } catch (TypeException e) {
      throw new GraphParseException(line, e.getMessage());
    } catch (IndexOutOfBoundsException e) {
      throw new GraphParseException(
          line, "expected more than %d operands of `%s`".formatted(operands.size(), operator));
    }
    int taken = op.operands().size();
    if (taken != operands.size()) {
      throw new GraphParseException(
          line,
          "expected %d operands of `%s`, found %d".formatted(taken, operator, operands.size()));
    }
    a.finish(operator);
    return op;
  }

  private static Op random(List<Value> o, Attributes a, Type type) {
    Indexing.Distribution distribution = Indexing.Distribution.UNIFORM;
    for (Indexing.Distribution d : Indexing.Distribution.values()) {
      if (a.flag(d.toString())) {
        distribution = d;
      }
    }
    return new Indexing.Random(distribution, o.get(0), o.get(1), a.integer("place"), tensor(type));
  }

  private static Op inputGradient(List<Value> o, Attributes a, Type type) {
    return new Convolutional.InputGradient(
        o.get(0),
        o.get(1),
        window(a, kernel(o.get(1).type())),
        groups(a),
        layout(a),
        layout(a).spatial(new Shape(dims(type, 3))));
  }

  private static TensorType tensor(Type type) {
    if (type instanceof TensorType tensor) {
      return tensor;
    }
    throw new TypeException("expected the type of a tensor, found " + type);
  }

  private static List<Dim> dims(Type type, int rank) {
    TensorType tensor = tensor(type);
    Rules.require(tensor.rank() >= rank, "expected rank %d or more, found %s", rank, tensor);
    return tensor.shape().dims();
  }

  /** The extents of the kernel of weights [out, in, kernel...]. */
  private static List<Integer> kernel(Type weights) {
    List<Integer> kernel = new ArrayList<>();
    for (Dim dim : dims(weights, 3).subList(2, dims(weights, 3).size())) {
      Rules.require(dim.isConstant(), "expected weights with a constant kernel, found %s", weights);
      kernel.add(Math.toIntExact(dim.constant()));
    }
    return kernel;
  }

  private static Window pool(Attributes a) {
    return window(a, a.integers("kernel"));
  }

  private static Window window(Attributes a, List<Integer> kernel) {
    Window window = Window.of(kernel);
    if (a.has("stride")) {
      window = window.withStride(a.integers("stride"));
    }
    if (a.has("padding")) {
      window = window.withPadding(a.integers("padding"), a.upperIntegers("padding"));
    }
    return a.has("dilation") ? window.withDilation(a.integers("dilation")) : window;
  }

  private static Detection.Grid grid(Attributes a) {
    List<Integer> cells = a.integers("cells");
    Rules.require(cells.size() == 2, "expected two extents as cells, found %s", cells);
    return new Detection.Grid(
        cells.get(0),
        cells.get(1),
        a.number("scale"),
        a.has("samples") ? a.integer("samples") : 0,
        a.flag("aligned"));
  }

  private static int groups(Attributes a) {
    return a.has("groups") ? a.integer("groups") : 1;
  }

  private static ImageLayout layout(Attributes a) {
    String last = ImageLayout.CHANNELS_LAST.name().toLowerCase(Locale.ROOT);
    return a.flag(last) ? ImageLayout.CHANNELS_LAST : ImageLayout.CHANNELS_FIRST;
  }
}
