package dev.netc.autodiff;

import dev.netc.ir.Calls.Result;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Scan;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Loops against finite differences: first and second derivatives to every kind of operand. */
final class ScanGradientTest {
  @Property(tries = 10)
  void aRecurrentCell(
      @ForAll @IntRange(min = 1, max = 4) int trips,
      @ForAll @IntRange(min = 1, max = 2) int n,
      @ForAll @IntRange(min = 1, max = 3) int hidden,
      @ForAll boolean reversed,
      @ForAll boolean last,
      @ForAll long seed) {
    new FiniteDifferences(seed)
        .input(-1.0, 1.0, n, hidden)
        .input(-1.0, 1.0, trips, n, 2)
        .input(-1.0, 1.0, 2, hidden)
        .input(-1.0, 1.0, hidden, hidden)
        .check(
            (e, x) -> {
              Scan scan = new Scan(cell(n, hidden), x, 1, 1, Dim.of(trips), reversed, false);
              Value loop = e.builder().add(scan);
              return e.builder().add(new Result(loop, last ? 0 : 1));
            });
  }

  /** h = tanh(x w + h u); emits h * h + sum(x), so that x is used twice. */
  private static Function cell(int n, int hidden) {
    GraphBuilder builder = new GraphBuilder("cell");
    Expressions e = new Expressions(builder);
    Value h = builder.input("h", TensorType.of(DType.F64, n, hidden));
    Value x = builder.input("x", TensorType.of(DType.F64, n, 2));
    Value w = builder.input("w", TensorType.of(DType.F64, 2, hidden));
    Value u = builder.input("u", TensorType.of(DType.F64, hidden, hidden));
    Value sum = e.plus(e.matmul(x, w, false, false), e.matmul(h, u, false, false));
    Value next = e.unary(UnaryFunction.TANH, sum);
    builder.output("h", next);
    builder.output("y", e.plus(e.squared(next), e.sumAll(x)));
    return new Function("cell", Function.Kind.LOOP, builder.build());
  }

  @Property(tries = 10)
  void aLoopInALoop(
      @ForAll @IntRange(min = 1, max = 3) int outer,
      @ForAll @IntRange(min = 1, max = 3) int inner,
      @ForAll boolean reversed,
      @ForAll long seed) {
    new FiniteDifferences(seed)
        .input(-1.0, 1.0, 2)
        .input(-1.0, 1.0, outer, inner, 2)
        .input(-1.0, 1.0, 2)
        .check(
            (e, x) -> {
              Function body = rows(inner, !reversed);
              Value loop = e.builder().add(new Scan(body, x, 1, 1, Dim.of(outer), reversed, false));
              return e.plus(
                  e.builder().add(new Result(loop, 0)),
                  e.sum(e.builder().add(new Result(loop, 1)), List.of(0, 1)));
            });
  }

  /** Goes over the rows of a step: s = sin(s * row + w); emits all s. */
  private static Function rows(int inner, boolean reversed) {
    TensorType pair = TensorType.of(DType.F64, 2);
    GraphBuilder row = new GraphBuilder("row");
    Expressions r = new Expressions(row);
    Value s = row.input("s", pair);
    Value step = row.input("step", pair);
    Value w = row.input("w", pair);
    Value next = r.unary(UnaryFunction.SIN, r.plus(r.times(s, step), w));
    row.output("s", next);
    row.output("all", next);
    Function rowBody = new Function("row", Function.Kind.LOOP, row.build());

    GraphBuilder builder = new GraphBuilder("rows");
    Expressions e = new Expressions(builder);
    Value carry = builder.input("s", pair);
    Value rows = builder.input("rows", TensorType.of(DType.F64, inner, 2));
    Value weight = builder.input("w", pair);
    Value loop =
        builder.add(
            new Scan(
                rowBody,
                List.of(carry, rows, e.squared(weight)),
                1,
                1,
                Dim.of(inner),
                reversed,
                false));
    builder.output("s", e.times(builder.add(new Result(loop, 0)), weight));
    builder.output("all", builder.add(new Result(loop, 1)));
    return new Function("rows", Function.Kind.LOOP, builder.build());
  }

  @Property(tries = 5)
  void aRunningSumWithoutSequences(
      @ForAll @IntRange(min = 1, max = 4) int trips, @ForAll long seed) {
    new FiniteDifferences(seed)
        .input(0.5, 1.2, 3)
        .input(0.5, 1.2, 3)
        .check(
            (e, x) -> {
              GraphBuilder builder = new GraphBuilder("power");
              TensorType type = TensorType.of(DType.F64, 3);
              Value p = builder.input("p", type);
              Value base = builder.input("base", type);
              builder.output("p", new Expressions(builder).times(p, base));
              Function body = new Function("power", Function.Kind.LOOP, builder.build());
              Value loop = e.builder().add(new Scan(body, x, 1, 0, Dim.of(trips), false, false));
              return e.builder().add(new Result(loop, 0));
            });
  }
}
