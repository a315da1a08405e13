package dev.netc.passes;

import dev.netc.ir.Expressions;
import dev.netc.ir.Op;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns one operation into an equal value that is cheaper, where it fits. */
@FunctionalInterface
public interface RewriteRule {
  /**
   * An operation that may be rewritten.
   *
   * @param op over values of the graph that is being made
   * @param type of the result
   * @param e makes values there
   * @param present whether an operation is computed before this one in any case
   */
  record Site(Op op, TensorType type, Expressions e, Predicate<Op> present) {}

  /** A value of the same type that stands for the operation; nothing if the rule does not fit. */
  Optional<Value> rewrite(Site site);
}
