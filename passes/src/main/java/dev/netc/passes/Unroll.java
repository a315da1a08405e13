package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Graph;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Scan;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping.Concat;
import dev.netc.ir.Shaping.Slice;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces loops by their steps one after another, where their number is known at compile time. No
 * standard pass: a loop is faster to compile and never slower for long.
 *
 * @param most the steps of the longest loop that is replaced
 */
public record Unroll(int most) implements Pass {
  private static final int MOST = 1000;

  public Unroll {
    if (most < 1) {
      throw new IllegalArgumentException("a loop has at least 1 step, so `most` is not " + most);
    }
  }

  public Unroll() {
    this(MOST);
  }

  @Override
  public String name() {
    return "unroll";
  }

  @Override
  public String description() {
    return "replaces loops of few steps, if their number is known at compile time, by the steps";
  }

  @Override
  public List<String> after() {
    return List.of(Inline.NAME);
  }

  @Override
  public Graph run(Graph graph) {
    Rewriter copy = new Rewriter(graph);
    Map<Value, List<Value>> unrolled = new HashMap<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Scan scan && canUnroll(scan)) {
        unrolled.put(value, steps(scan, copy));
      } else if (value.op() instanceof Calls.Result(Value tuple, int index)
          && unrolled.containsKey(tuple)) {
        copy.replace(value, unrolled.get(tuple).get(index));
      } else {
        copy.keep(value);
      }
    }
    return unrolled.isEmpty() ? graph : copy.finish();
  }

  private boolean canUnroll(Scan scan) {
    return scan.trips().isConstant() && scan.trips().constant() <= most;
  }

  /** The results of a loop. */
  private static List<Value> steps(Scan scan, Rewriter copy) {
    Expressions e = new Expressions(copy.builder());
    int trips = (int) scan.trips().constant();
    List<Value> carried = copy.get(scan.initial());
    List<List<Value>> emitted = new ArrayList<>();
    for (int step = 0; step < trips; step++) {
      int t = scan.reversed() ? trips - 1 - step : step;
      List<Value> inputs = new ArrayList<>(carried);
      scan.sequenceOperands().forEach(s -> inputs.add(element(e, copy.get(s), t)));
      inputs.addAll(copy.get(scan.invariants()));
      List<Value> results = body(scan, inputs, copy);
      carried = results.subList(0, scan.carries());
      emitted.add(results.subList(scan.carries(), results.size()));
    }
    if (scan.reversed()) {
      Collections.reverse(emitted);
    }
    List<Value> results = new ArrayList<>(carried);
    for (int i = 0; i < scan.emitted().size(); i++) {
      int index = i;
      List<Value> parts = emitted.stream().map(of -> stacked(e, of.get(index))).toList();
      results.add(parts.size() == 1 ? parts.getFirst() : e.builder().add(new Concat(parts, 0)));
    }
    return results;
  }

  private static List<Value> body(Scan scan, List<Value> inputs, Rewriter copy) {
    Map<Value, Value> copies = new HashMap<>();
    Graph body = scan.body().body();
    for (int i = 0; i < inputs.size(); i++) {
      copies.put(body.inputs().get(i), inputs.get(i));
    }
    copy.builder().copy(body.values(), copies);
    return scan.results().stream().map(copies::get).toList();
  }

  private static Value element(Expressions e, Value sequence, int t) {
    Shape shape = sequence.shape();
    List<Dim> start = new ArrayList<>(Collections.nCopies(shape.rank(), Dim.of(0)));
    List<Dim> limit = new ArrayList<>(shape.dims());
    start.set(0, Dim.of(t));
    limit.set(0, Dim.of(t + 1));
    Value slice =
        e.builder().add(new Slice(sequence, start, limit, Collections.nCopies(shape.rank(), 1)));
    return e.reshape(slice, shape.without(List.of(0)));
  }

  private static Value stacked(Expressions e, Value value) {
    List<Dim> dims = new ArrayList<>(List.of(Dim.of(1)));
    dims.addAll(value.shape().dims());
    return e.reshape(value, new Shape(dims));
  }
}
