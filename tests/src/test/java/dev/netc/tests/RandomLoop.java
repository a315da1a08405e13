package dev.netc.tests;

import dev.netc.ir.Calls;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Scan;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Loops over the rows of a matrix of f64, rich in what passes look for: carries that nobody needs,
 * that only sum up or stay what they are, products for all steps, what is the same at every step.
 */
final class RandomLoop {
  private final Random random;
  private final GraphBuilder body = new GraphBuilder("loop");
  private final Expressions e = new Expressions(body);

  private RandomLoop(Random random) {
    this.random = random;
  }

  /**
   * A result of a loop in the graph of {@code builder}.
   *
   * @param rows [T, K]
   * @param matrix [K, K]
   */
  static Value over(Value rows, Value matrix, GraphBuilder builder, Random random) {
    return new RandomLoop(random).loop(rows, matrix, builder);
  }

  private Value loop(Value rows, Value matrix, GraphBuilder builder) {
    TensorType row = rows.tensor().withShape(rows.shape().without(List.of(0)));
    Expressions outer = new Expressions(builder);
    Value zero = outer.zeros(row);
    Value zeros = outer.zeros(matrix.tensor());
    Value h = body.input("h", row);
    Value sum = body.input("sum", matrix.tensor());
    Value kept = body.input("kept", row);
    Value step = body.input("step", row);
    Value w = body.input("w", matrix.tensor());
    Value scale = body.input("scale", TensorType.scalar(rows.dtype()));
    Value flat = asMatrix(step);
    Value product = e.matmul(flat, pick(w, e.unary(UnaryFunction.SIN, w)), false, coin());
    Value next = e.unary(UnaryFunction.TANH, e.plus(pick(e.times(h, scale), h), asRow(product)));
    if (coin()) {
      next = e.plus(next, asRow(e.matmul(asMatrix(next), w, false, coin())));
    }
    List<Value> results = new ArrayList<>();
    results.add(next);
    results.add(e.plus(sum, e.matmul(flat, asMatrix(pick(next, step)), true, false)));
    results.add(coin() ? kept : e.plus(kept, e.times(step, scale)));
    for (int i = random.nextInt(3); i >= 0; i--) {
      results.add(
          switch (random.nextInt(5)) {
            case 0 -> step;
            case 1 -> asRow(e.matmul(asMatrix(next), w, false, true));
            case 2 -> e.times(h, kept);
            case 3 -> e.unary(UnaryFunction.TANH, w);
            default -> next;
          });
    }
    for (int i = 0; i < results.size(); i++) {
      body.output("result" + i, results.get(i));
    }
    Value loop =
        builder.add(
            new Scan(
                new Function("loop", Function.Kind.LOOP, body.build()),
                List.of(zero, zeros, zero, rows, matrix, outer.constant(0.5, rows)),
                3,
                1,
                rows.shape().dim(0),
                coin(),
                random.nextInt(4) == 0));
    return builder.add(new Calls.Result(loop, random.nextInt(results.size())));
  }

  private Value asMatrix(Value row) {
    return e.reshape(row, new Shape(List.of(dev.netc.ir.Dim.of(1), row.shape().dim(0))));
  }

  private Value asRow(Value matrix) {
    return e.reshape(matrix, new Shape(List.of(matrix.shape().dim(1))));
  }

  private Value pick(Value a, Value b) {
    return coin() ? a : b;
  }

  private boolean coin() {
    return random.nextBoolean();
  }
}
