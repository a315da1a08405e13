package dev.netc.autodiff;

import dev.netc.ir.Calls;
import dev.netc.ir.DType;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loop that propagates back through the time of another.
 *
 * @param loop the loop; its first carries are the cotangents of the other's float carries
 * @param cotangents how many of them there are
 */
public record BackwardLoop(Value loop, int cotangents) {
  /**
   * Adds, for each step in the order of the sequence, the Euclidean norm of the gradient to the
   * carries with which it begins: f32[trips].
   */
  public Value norms(GraphBuilder builder) {
    Scan scan = (Scan) loop.op();
    Graph body = scan.body().body();
    GraphBuilder inner = new GraphBuilder(body.name());
    Map<Value, Value> copies = new HashMap<>();
    for (Value input : body.inputs()) {
      copies.put(input, inner.input(((Leaf.Input) input.op()).name(), input.tensor()));
    }
    inner.copy(body.values(), copies);
    body.outputs().forEach(o -> inner.output(o.name(), copies.get(o.value())));
    Expressions e = new Expressions(inner);
    List<Value> squares = new ArrayList<>();
    for (Value cotangent : scan.results().subList(0, cotangents)) {
      squares.add(e.sumAll(e.squared(e.cast(copies.get(cotangent), DType.F32))));
    }
    inner.output("norm", e.sqrt(squares.stream().reduce(e::plus).orElseThrow()));
    Function emitting = new Function(scan.body().name(), scan.body().kind(), inner.build());
    Value emitted = builder.add(scan.withBody(emitting));
    return builder.add(new Calls.Result(emitted, scan.results().size()));
  }
}
