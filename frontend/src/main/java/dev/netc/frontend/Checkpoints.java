package dev.netc.frontend;

import dev.netc.grammar.Expression;
import dev.netc.ir.Calls;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Scan;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Type;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code checkpoint k}: a loop over segments of k steps each, whose gradient keeps the carries
 * between segments and computes a segment again when it comes to it (Chen et al. 2016).
 */
final class Checkpoints {
  private Checkpoints() {}

  /**
   * How many steps a segment has; 0 if nothing is computed again.
   *
   * @throws Mistake if the steps are not known to be a multiple of it
   */
  static int every(Expression.Scan scan, Dim trips, Elaborator elaborator, Frame frame) {
    if (scan.checkpoint().isEmpty()) {
      return 0;
    }
    Expression every = scan.checkpoint().get();
    if (!(elaborator.meaning(every, frame) instanceof Meaning.Int(Dim k))
        || !k.isConstant()
        || k.constant() < 0) {
      throw Mistake.at(
          every.span(), "`checkpoint` takes an integer known at compile time", "this is none");
    }
    boolean fits =
        k.constant() == 0 || (trips.isConstant() && trips.constant() % k.constant() == 0);
    if (!fits) {
      throw Mistake.at(
              every.span(),
              "the steps of a loop are a multiple of those between checkpoints",
              "the loop has " + trips + " steps")
          .withHelp(
              trips.isConstant()
                  ? "`checkpoint " + nearestDivisor(trips.constant()) + "` keeps the least"
                  : "give the sequence a length that is known at compile time");
    }
    return Math.toIntExact(k.constant());
  }

  /** The divisor nearest to the square root, with which memory is least. */
  private static long nearestDivisor(long steps) {
    long best = 1;
    for (long k = 1; k * k <= steps; k++) {
      best = steps % k == 0 ? k : best;
    }
    return best;
  }

  /** The loop over segments, in the graph of {@code builder}, of the loop {@code flat}. */
  static Scan segments(Scan flat, int every, GraphBuilder builder) {
    Dim segments = flat.trips().floorDiv(Dim.of(every));
    GraphBuilder outer = new GraphBuilder("segment");
    List<Value> inputs = new ArrayList<>();
    List<Value> operands = new ArrayList<>();
    List<Value> formals = flat.body().body().inputs();
    for (int i = 0; i < formals.size(); i++) {
      TensorType type = formals.get(i).tensor();
      Value operand = flat.operands().get(i);
      if (i >= flat.carries() && i < flat.carries() + flat.sequences()) {
        type = type.withShape(within(Dim.of(every), type.shape()));
        operand = new Expressions(builder).reshape(operand, within(segments, type.shape()));
      }
      outer.at(formals.get(i).origin());
      inputs.add(outer.input(((Leaf.Input) formals.get(i).op()).name(), type));
      operands.add(operand);
    }
    Value loop =
        outer.add(
            new Scan(
                flat.body(),
                inputs,
                flat.carries(),
                flat.sequences(),
                Dim.of(every),
                flat.reversed(),
                false));
    List<Graph.Output> outputs = flat.body().body().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      outer.output(outputs.get(i).name(), outer.add(new Calls.Result(loop, i)));
    }
    return new Scan(
        new Function("segment", Function.Kind.LOOP, outer.build()),
        operands,
        flat.carries(),
        flat.sequences(),
        segments,
        flat.reversed(),
        true);
  }

  /** A result of the loop over segments as the flat loop gives it. */
  static Value result(Scan flat, int index, Value loop, GraphBuilder builder) {
    Value result = builder.add(new Calls.Result(loop, index));
    return flat.infer() instanceof Type.Tuple(List<TensorType> types)
        ? new Expressions(builder).reshape(result, types.get(index).shape())
        : result;
  }

  private static Shape within(Dim first, Shape rest) {
    List<Dim> dims = new ArrayList<>(List.of(first));
    dims.addAll(rest.dims());
    return new Shape(dims);
  }
}
