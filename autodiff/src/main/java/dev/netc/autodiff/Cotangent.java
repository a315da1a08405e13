package dev.netc.autodiff;

import dev.netc.ir.Expressions;
import dev.netc.ir.Value;
import java.util.function.Function;

/**
 * What an operator passes back to one of its operands.
 *
 * @param operand which, from 0
 * @param formula computes it; not called where the operand needs none
 */
record Cotangent(int operand, Function<Expressions, Value> formula) {
  Value of(Expressions e) {
    return formula.apply(e);
  }
}
