package dev.netc.codegen;

import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the fields of inputs and parameters are called. One has the name of its path, {@code
 * conv2d_1_weight} of {@code conv2d_1.weight}; where an extent, an input or a parameter before it
 * has that name already, as {@code a_b} has that of {@code a.b}, underscores follow.
 */
final class FieldNames {
  /** What follows the name of weights where they are kept in the order in which kernels read. */
  static final String PACKED = "_packed";

  static final String PACKED_TRANSPOSED = "_packedTransposed";
  static final String KERNELS = "_kernels";

  private static final List<String> SUFFIXES = List.of("", PACKED, PACKED_TRANSPOSED, KERNELS);

  private final Map<Value, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  FieldNames(Graph graph) {
    taken.addAll(KernelNames.symbols(graph));
    graph.inputs().forEach(v -> add(v, ((Leaf.Input) v.op()).name()));
    graph.parameters().forEach(v -> add(v, ((Leaf.Parameter) v.op()).path()));
  }

  private void add(Value leaf, String path) {
    String name = KernelNames.field(path);
    while (isTaken(name)) {
      name += "_";
    }
    names.put(leaf, name);
    for (String suffix : SUFFIXES) {
      taken.add(name + suffix);
    }
  }

  private boolean isTaken(String name) {
    return SUFFIXES.stream().anyMatch(suffix -> taken.contains(name + suffix));
  }

  /** The field of an input or a parameter of the graph. */
  String of(Value leaf) {
    String name = names.get(leaf);
    if (name == null) {
      throw new IllegalStateException("no input or parameter of this graph: " + leaf);
    }
    return name;
  }
}
