package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The values of a graph that are the same in every run: those made of parameters and constants. A
 * graph that updates parameters has none.
 */
final class KnownAtLoad {
  private final Set<Value> known = new HashSet<>();

  /** Those of {@link #known} for which a parameter is needed. */
  private final Set<Value> ofParameters = new HashSet<>();

  private KnownAtLoad() {}

  static KnownAtLoad of(Graph graph) {
    KnownAtLoad made = new KnownAtLoad();
    if (graph.updates().isEmpty()) {
      graph.values().forEach(made::add);
    }
    return made;
  }

  private void add(Value value) {
    List<Value> operands = value.op().operands();
    boolean starts = value.op() instanceof Leaf.Parameter || Calls.isPrepared(value);
    boolean made = isComputable(value.op()) && known.containsAll(operands);
    if (!hasConstantExtents(value) || (!starts && !made)) {
      return;
    }
    known.add(value);
    if (starts || operands.stream().anyMatch(ofParameters::contains)) {
      ofParameters.add(value);
    }
  }

  /** Whether a value is made of parameters and constants. */
  boolean contains(Value value) {
    return known.contains(value);
  }

  /** Whether a value is made of parameters, one at least, and constants. */
  boolean isOfParameters(Value value) {
    return ofParameters.contains(value);
  }

  private static boolean hasConstantExtents(Value value) {
    return value.type() instanceof TensorType type && areConstant(type.shape().dims());
  }

  /** Whether the operands say it all: no input is read, and no extent of a symbolic dim. */
  private static boolean isComputable(Op op) {
    return switch (op) {
      case Leaf.Input i -> false;
      case Leaf.DimSize d -> d.dim().isConstant();
      case Shaping.Slice s -> areConstant(s.start()) && areConstant(s.limit());
      case Shaping.Pad p -> areConstant(p.low()) && areConstant(p.high());
      case Calls c -> false;
      case Scan s -> false;
      default -> true;
    };
  }

  private static boolean areConstant(List<Dim> dims) {
    return dims.stream().allMatch(Dim::isConstant);
  }
}
