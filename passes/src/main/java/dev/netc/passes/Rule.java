package dev.netc.passes;

import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Op;
import dev.netc.ir.Value;
import java.util.Optional;

/** A local rewrite: pattern on the left, expression on the right. */
@FunctionalInterface
interface Rule {
  /**
   * What can stand for the value of {@code op}.
   *
   * @param op over values of {@code builder}
   * @param builder where the expression is built
   * @return empty where the pattern does not match
   */
  Optional<Value> rewrite(Op op, GraphBuilder builder);
}
