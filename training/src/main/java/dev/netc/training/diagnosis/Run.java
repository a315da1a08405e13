package dev.netc.training.diagnosis;

import dev.netc.ir.Graph;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What a graph is run on.
 *
 * @param graph without calls of blocks
 * @param parameters by path; they are read only
 * @param inputs an array for each input of the graph
 * @param extents of the symbolic dims
 */
public record Run(
    Graph graph,
    Map<String, Tensor> parameters,
    List<Object> inputs,
    Map<String, Long> extents,
    Team team) {
  public Run {
    inputs = List.copyOf(inputs);
    extents = Map.copyOf(extents);
  }

  /** The same with another graph, of no parameters, and its inputs. */
  Run of(Graph other, List<Object> others) {
    return new Run(other, Map.of(), others, extents, team);
  }

  int[] shape(dev.netc.ir.Value value) {
    return value.shape().evaluate(extents);
  }
}
