package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.TensorType;
import java.util.List;
import java.util.Optional;

/** A rewrite rule that users write: for types of its operands two graphs of one meaning. */
@FunctionalInterface
public interface EqualSides {
  /** Both sides: each is a graph of the operands, in order, with one output. */
  record Sides(Graph left, Graph right) {}

  /** Both sides for operands of these types; nothing if the rule is not for them. */
  Optional<Sides> of(List<TensorType> types);
}
