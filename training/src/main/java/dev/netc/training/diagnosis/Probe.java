package dev.netc.training.diagnosis;

import dev.netc.codegen.Compiler;
import dev.netc.ir.Expressions;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Executable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Some values of a graph, or what a formula makes of each, as the compiled graph computes them. */
final class Probe {
  private final Graph graph;
  private final Executable executable;
  private final Run run;

  /**
   * @param run what the graph is compiled for
   * @param formula what is looked at of a value
   */
  Probe(Run run, List<Value> values, BiFunction<Expressions, Value, Value> formula) {
    this.run = run;
    GraphBuilder builder = new GraphBuilder("probe");
    Map<Value, Value> copies = new HashMap<>();
    for (Value input : run.graph().inputs()) {
      copies.put(input, builder.input("in" + copies.size(), input.tensor()));
    }
    for (Value parameter : run.graph().parameters()) {
      Leaf.Parameter p = (Leaf.Parameter) parameter.op();
      copies.put(parameter, builder.parameter(p.path(), p.type(), p.kind()));
    }
    Set<Value> needed = Graph.needed(values);
    builder.copy(run.graph().values().stream().filter(needed::contains).toList(), copies);
    Expressions e = new Expressions(builder);
    for (int i = 0; i < values.size(); i++) {
      builder.output("out" + i, formula.apply(e, copies.get(values.get(i))));
    }
    this.graph = builder.build();
    this.executable = Compiler.executable(graph, run.parameters(), run.team());
  }

  /** The arrays of some values of a run. */
  static List<Object> arrays(Run run, List<Value> values) {
    return new Probe(run, values, (e, value) -> value).arrays(run.inputs());
  }

  /** The arrays for other inputs of the same shapes. */
  List<Object> arrays(List<Object> inputs) {
    Object[] outputs = graph.outputs().stream().map(o -> array(o.value())).toArray();
    int[] dims =
        graph.symbols().stream().mapToInt(s -> Math.toIntExact(run.extents().get(s))).toArray();
    executable.run(inputs.toArray(), dims, outputs);
    return Arrays.asList(outputs);
  }

  private Object array(Value value) {
    int size = Arrays.stream(run.shape(value)).reduce(1, Math::multiplyExact);
    return ElementType.valueOf(value.dtype().name()).newArray(size);
  }
}
