package dev.netc.tests;

import dev.netc.autodiff.Gradient;
import dev.netc.ir.Along;
import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Indexing;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;
import dev.netc.ir.Pooling;
import dev.netc.ir.Reduction;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.TypeException;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Graphs of random operators over random operands, for tests of what holds for all graphs. They are
 * rich in what passes look for: zeros and ones, moves of moves, ReLUs after scales and biases.
 */
final class RandomGraph {
  private static final Dim N = Dim.symbol("N");

  private final Random random;
  private final GraphBuilder builder = new GraphBuilder("random");
  private final Expressions e = new Expressions(builder);
  private final List<Value> values = new ArrayList<>();
  private final List<Value> inputs = new ArrayList<>();

  private RandomGraph(long seed) {
    this.random = new Random(seed);
    input("x", N, Dim.of(3));
    input("y", N, Dim.of(3));
    input("m", Dim.of(3), Dim.of(4));
    input("image", N, Dim.of(2), Dim.of(5), Dim.of(5));
    input("s");
    parameter("layer.weight", Dim.of(4), Dim.of(2), Dim.of(3), Dim.of(3));
    parameter("layer.bias", Dim.of(4));
    parameter("row", Dim.of(3));
    values.add(builder.input("index", TensorType.of(DType.I32, N)));
    values.add(builder.input("seed", TensorType.scalar(DType.I64)));
    for (double constant : new double[] {0, 1, 2, -1, 0.3}) {
      values.add(e.constant(DType.F64, constant));
    }
  }

  /** A graph of about {@code size} operations. */
  static Graph forward(long seed, int size) {
    RandomGraph graph = new RandomGraph(seed);
    graph.grow(size);
    graph.outputs();
    graph.update();
    return graph.builder.build();
  }

  /** Such a graph that updates no parameter, as those of inferences. */
  static Graph inference(long seed, int size) {
    RandomGraph graph = new RandomGraph(seed);
    graph.grow(size);
    graph.outputs();
    return graph.builder.build();
  }

  /** Such a graph with the gradients of the sum of what it makes. */
  static Graph withGradients(long seed, int size) {
    RandomGraph graph = new RandomGraph(seed);
    graph.grow(size);
    Value loss = graph.outputs();
    graph.update();
    List<Value> gradients = Gradient.of(graph.builder, loss, graph.inputs);
    for (int i = 0; i < gradients.size(); i++) {
      graph.builder.output("gradient" + i, gradients.get(i));
    }
    return graph.builder.build();
  }

  private void input(String name, Dim... dims) {
    inputs.add(builder.input(name, TensorType.of(DType.F64, dims)));
    values.add(inputs.getLast());
  }

  private void parameter(String path, Dim... dims) {
    TensorType type = TensorType.of(DType.F64, dims);
    inputs.add(builder.parameter(path, type, Leaf.ParameterKind.PARAM));
    values.add(inputs.getLast());
  }

  private Value outputs() {
    Value loss = e.constant(DType.F64, 0);
    int made = 0;
    for (Value value : values.subList(values.size() - Math.min(6, values.size()), values.size())) {
      builder.output("out" + made++, value);
      if (value.dtype() == DType.F64) {
        loss = e.plus(loss, e.sumAll(e.unary(UnaryFunction.TANH, value)));
      }
    }
    builder.output("loss", loss);
    return loss;
  }

  private void update() {
    Value bias = inputs.get(6);
    builder.update(bias, e.minus(bias, e.times(bias, 0.5)));
  }

  private void grow(int size) {
    for (int i = 0; i < size; i++) {
      builder.at(random.nextBoolean() ? dev.netc.ir.Origin.UNKNOWN : place(i));
      try {
        Value value =
            switch (random.nextInt(16)) {
              case 0, 1 -> layer();
              case 2 -> loop();
              default -> builder.add(operator());
            };
        if (value.type() instanceof TensorType type && type.rank() <= 5) {
          values.add(value);
        }
      } catch (TypeException misfit) {
        i--;
      }
    }
  }

  private dev.netc.ir.Origin place(int i) {
    return new dev.netc.ir.Origin("random.net", i + 1, 1 + random.nextInt(9), "layer_" + i % 3);
  }

  private Op operator() {
    Value x = any();
    Value y = any();
    int rank = x.shape().rank();
    return switch (random.nextInt(24)) {
      case 0, 1 -> new Elementwise.Unary(pick(UnaryFunction.values()), bounded(x));
      case 2, 3, 4 -> new Elementwise.Binary(pick(BinaryFunction.values()), bounded(x), bounded(y));
      case 5 -> new Elementwise.Compare(pick(Comparison.values()), x, y);
      case 6 -> new Elementwise.Select(anyOf(DType.BOOL), x, y);
      case 7 -> new Elementwise.Cast(bounded(x), pick(DType.values()));
      case 8 -> random.nextBoolean() ? new Elementwise.StopGradient(x) : new Shaping.Barrier(x, y);
      case 9 -> broadcast(x);
      case 10 -> new Shaping.Reshape(x, reshaped(x.shape()));
      case 11 -> new Shaping.Transpose(x, shuffled(rank));
      case 12 -> slice(x);
      case 13 -> pad(x);
      case 14 -> new Shaping.Concat(List.of(x, y), axis(rank));
      case 15 -> new Reduction.Reduce(pick(Reduction.Combiner.values()), bounded(x), axes(rank));
      case 16 -> new Reduction.ArgMax(x, axis(rank));
      case 17 -> new dev.netc.ir.Linear.MatMul(x, y, random.nextBoolean(), random.nextBoolean());
      case 18 -> convolution();
      case 19 -> pool(x);
      case 20 -> new Indexing.Gather(x, anyOf(DType.I32));
      case 21 -> new Shaping.Flip(x, axes(rank));
      case 22 ->
          random.nextBoolean()
              ? new Along.ArgSort(x, axis(rank), random.nextBoolean())
              : new Along.CumulativeSum(
                  bounded(x), axis(rank), random.nextBoolean(), random.nextBoolean());
      default ->
          random.nextBoolean()
              ? new Leaf.Iota(TensorType.of(DType.F64, N, Dim.of(3)), random.nextInt(2))
              : new Indexing.Random(
                  pick(Indexing.Distribution.values()),
                  anyOf(DType.I64),
                  anyOf(DType.I64),
                  random.nextInt(3),
                  TensorType.of(DType.F64, N, Dim.of(3)));
    };
  }

  /** A loop over the rows of x or y. */
  private Value loop() {
    Value m = inputs.get(2);
    Value square = e.matmul(m, m, false, true);
    return RandomLoop.over(inputs.get(random.nextInt(2)), square, builder, random);
  }

  /** A product or convolution with bias and ReLU, as it is or as a call of a block. */
  private Value layer() {
    Value image = e.unary(UnaryFunction.TANH, inputs.get(3));
    List<Value> arguments = List.of(image, inputs.get(5), inputs.get(6));
    if (random.nextBoolean()) {
      return convolutionLayer(e, arguments);
    }
    GraphBuilder body = new GraphBuilder("block");
    List<Value> formals =
        IntStream.range(0, 3)
            .mapToObj(i -> body.input("a" + i, arguments.get(i).tensor()))
            .toList();
    Value y = convolutionLayer(new Expressions(body), formals);
    body.output("y", y);
    boolean two = random.nextBoolean();
    if (two) {
      body.output("z", formals.getFirst());
    }
    Function function = new Function("block", Function.Kind.BLOCK, body.build());
    Value call = builder.add(new Calls.Call(function, arguments, "layer." + values.size()));
    return two ? builder.add(new Calls.Result(call, 0)) : call;
  }

  private static Value convolutionLayer(Expressions e, List<Value> a) {
    Value y =
        e.builder()
            .add(
                new Convolutional.Convolution(
                    a.get(0), a.get(1), Window.of(List.of(3, 3)), 1, ImageLayout.CHANNELS_FIRST));
    Value bias = e.reshape(a.get(2), Shape.of(4, 1, 1));
    Value scale = e.reshape(e.unary(UnaryFunction.TANH, a.get(2)), Shape.of(4, 1, 1));
    Value scaled = e.times(y, e.broadcast(scale, y.shape(), List.of(1, 2, 3)));
    Value shifted = e.plus(scaled, e.broadcast(bias, y.shape(), List.of(1, 2, 3)));
    return e.max(shifted, e.constant(0, y));
  }

  private Op convolution() {
    ImageLayout layout = pick(ImageLayout.values());
    Window window =
        Window.of(List.of(3, 3))
            .withStride(List.of(1 + random.nextInt(2), 1))
            .withPadding(List.of(1, 0), List.of(random.nextInt(2), 1));
    return new Convolutional.Convolution(any(), any(), window, 1, layout);
  }

  private Op pool(Value x) {
    Window window =
        Window.of(List.of(2, 2))
            .withStride(List.of(2, 1))
            .withPadding(List.of(1, 0), List.of(0, random.nextInt(2)));
    ImageLayout layout = pick(ImageLayout.values());
    return random.nextBoolean()
        ? new Pooling.MaxPool(x, window, layout)
        : new Pooling.SumPool(x, window, layout);
  }

  private Op broadcast(Value x) {
    List<Dim> dims = new ArrayList<>();
    List<Integer> axes = new ArrayList<>();
    for (Dim dim : x.shape().dims()) {
      if (random.nextInt(3) == 0) {
        dims.add(Dim.of(2));
      }
      axes.add(dims.size());
      dims.add(dim.equals(Dim.of(1)) ? Dim.of(3) : dim);
    }
    if (dims.isEmpty() || random.nextInt(4) == 0) {
      dims.add(Dim.of(3));
    }
    return new Shaping.Broadcast(x, new Shape(dims), axes);
  }

  /** The shape with an axis of 1 more or less, or with all axes as one. */
  private Shape reshaped(Shape shape) {
    List<Dim> dims = new ArrayList<>(shape.dims());
    switch (random.nextInt(3)) {
      case 0 -> dims.add(random.nextInt(dims.size() + 1), Dim.of(1));
      case 1 -> dims.remove(Dim.of(1));
      default -> {
        return new Shape(List.of(shape.size()));
      }
    }
    return new Shape(dims);
  }

  private Op slice(Value x) {
    List<Dim> start = new ArrayList<>();
    List<Dim> limit = new ArrayList<>();
    List<Integer> step = new ArrayList<>();
    for (Dim dim : x.shape().dims()) {
      boolean cut = dim.isConstant() && dim.constant() > 2 && random.nextBoolean();
      start.add(Dim.of(cut ? 1 : 0));
      limit.add(dim);
      step.add(cut ? 1 + random.nextInt(2) : 1);
    }
    return new Shaping.Slice(x, start, limit, step);
  }

  private Op pad(Value x) {
    int rank = x.shape().rank();
    List<Dim> low = new ArrayList<>();
    List<Integer> interior = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      low.add(Dim.of(random.nextInt(2)));
      interior.add(random.nextInt(4) == 0 ? 1 : 0);
    }
    return new Shaping.Pad(
        x, low, Collections.nCopies(rank, Dim.of(0)), interior, random.nextInt(2));
  }

  private Value any() {
    return values.get(random.nextInt(values.size()));
  }

  private Value anyOf(DType dtype) {
    List<Value> fitting = values.stream().filter(v -> v.dtype() == dtype).toList();
    return fitting.isEmpty() ? any() : pick(fitting.toArray(Value[]::new));
  }

  /** Floats from -1 to 1, so that chains of operators stay far from infinity. */
  private Value bounded(Value x) {
    boolean leaf = x.op() instanceof Leaf.Constant || random.nextBoolean();
    return x.dtype() == DType.F64 && !leaf ? e.unary(UnaryFunction.TANH, x) : x;
  }

  private int axis(int rank) {
    return rank == 0 ? 0 : random.nextInt(rank);
  }

  private List<Integer> axes(int rank) {
    return IntStream.range(0, rank).filter(i -> random.nextBoolean()).boxed().toList();
  }

  private List<Integer> shuffled(int rank) {
    List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(axes, random);
    return axes;
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
