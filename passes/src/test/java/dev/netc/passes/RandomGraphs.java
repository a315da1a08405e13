package dev.netc.passes;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Reduction;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random graphs rich in what passes look for: constants, nests of shape changes, products. */
final class RandomGraphs {
  private static final double[] CONSTANTS = {0, 1, -1, 0.5};
  private static final UnaryFunction[] UNARY = {
    UnaryFunction.NEGATE, UnaryFunction.TANH, UnaryFunction.EXP, UnaryFunction.ABS
  };
  private static final BinaryFunction[] BINARY = {
    BinaryFunction.ADD,
    BinaryFunction.SUBTRACT,
    BinaryFunction.MULTIPLY,
    BinaryFunction.DIVIDE,
    BinaryFunction.MAX
  };

  private final Random random;
  private final GraphBuilder builder = new GraphBuilder("random");
  private final List<Value> values = new ArrayList<>();

  private RandomGraphs(long seed) {
    this.random = new Random(seed);
  }

  static Graph graph(long seed) {
    return new RandomGraphs(seed).build();
  }

  private Graph build() {
    Dim n = Dim.symbol("N");
    values.add(builder.input("x", f32(n, Dim.of(4))));
    values.add(builder.input("y", f32(n, Dim.of(4))));
    values.add(builder.parameter("w", f32(Dim.of(4), Dim.of(4)), Leaf.ParameterKind.PARAM));
    values.add(builder.parameter("b", f32(Dim.of(4)), Leaf.ParameterKind.PARAM));
    for (double c : CONSTANTS) {
      values.add(builder.add(new Leaf.Constant(DType.F32, c)));
    }
    for (int i = 0; i < 25; i++) {
      values.add(step(pick()));
    }
    for (int i = 0; i < 3; i++) {
      builder.output("result" + i, values.get(values.size() - 1 - i));
    }
    return builder.build();
  }

  private static TensorType f32(Dim... dims) {
    return new TensorType(DType.F32, Shape.of(dims));
  }

  private Value pick() {
    return values.get(random.nextInt(values.size()));
  }

  private Value step(Value x) {
    int rank = x.shape().rank();
    return switch (random.nextInt(9)) {
      case 0 -> builder.add(new Elementwise.Unary(UNARY[random.nextInt(UNARY.length)], x));
      case 1, 2 -> binary(x, pick());
      case 3 -> relu(x);
      case 4 -> mask(x);
      case 5 -> builder.add(new Shaping.Transpose(x, permutation(rank)));
      case 6 -> reshape(x);
      case 7 -> rank == 2 ? product(x) : x;
      default -> rank == 2 ? builder.add(reduced(x)) : x;
    };
  }

  private Value binary(Value x, Value y) {
    boolean fits = x.shape().equals(y.shape()) || x.shape().isScalar() || y.shape().isScalar();
    BinaryFunction f = BINARY[random.nextInt(BINARY.length)];
    return fits ? builder.add(new Elementwise.Binary(f, x, y)) : x;
  }

  private Value zero() {
    return builder.add(new Leaf.Constant(DType.F32, 0));
  }

  private Value relu(Value x) {
    return builder.add(new Elementwise.Binary(BinaryFunction.MAX, x, zero()));
  }

  private Value mask(Value x) {
    Value positive = builder.add(new Elementwise.Compare(Comparison.GREATER, x, zero()));
    return builder.add(new Elementwise.Select(positive, x, zero()));
  }

  private List<Integer> permutation(int rank) {
    return rank == 2 && random.nextBoolean()
        ? List.of(1, 0)
        : IntStream.range(0, rank).boxed().toList();
  }

  private Value reshape(Value x) {
    Shape flat = Shape.of(x.shape().size());
    Value once = builder.add(new Shaping.Reshape(x, flat));
    return random.nextBoolean() ? once : builder.add(new Shaping.Reshape(once, x.shape()));
  }

  /** A linear layer, at times with bias and ReLU. */
  private Value product(Value x) {
    Value w = values.get(2);
    if (!x.shape().dim(1).equals(Dim.of(4))) {
      return x;
    }
    Value y = builder.add(new Linear.MatMul(x, w, false, random.nextBoolean()));
    if (random.nextBoolean()) {
      Value b = builder.add(new Shaping.Broadcast(values.get(3), y.shape(), List.of(1)));
      y = builder.add(new Elementwise.Binary(BinaryFunction.ADD, y, b));
    }
    return random.nextBoolean() ? relu(y) : y;
  }

  private Reduction.Reduce reduced(Value x) {
    return new Reduction.Reduce(Reduction.Combiner.SUM, x, List.of(random.nextInt(2)));
  }
}
