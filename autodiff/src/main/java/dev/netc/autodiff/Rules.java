package dev.netc.autodiff;

import dev.netc.ir.Along;
import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Detection;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Expressions;
import dev.netc.ir.Indexing;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Pooling;
import dev.netc.ir.Reduction;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.List;

/** Finds the rule of an operator. */
final class Rules {
  private Rules() {}

  /** What {@code y} passes to its operands when its cotangent is {@code dy}. */
  static List<Cotangent> pull(Expressions e, Value y, Value dy) {
    return switch (y.op()) {
      case Elementwise op -> ElementwiseRules.pull(op, y, dy);
      case Shaping op -> ShapingRules.pull(op, dy);
      case Indexing op -> IndexingRules.pull(op, dy);
      case Reduction op -> ReductionRules.pull(op, y, dy);
      case Along op -> AlongRules.pull(op, dy);
      case Linear op -> LinearRules.pull(op, dy);
      case Convolutional op -> ConvolutionalRules.pull(op, dy);
      case Pooling op -> PoolingRules.pull(op, dy);
      case Detection op -> DetectionRules.pull(op, dy);
      case Leaf op -> List.of();
      case Calls op ->
          throw new IllegalStateException(
              "calls of kernels are made after differentiation: " + e.builder().origin() + op);
      case Scan op -> throw new IllegalStateException("a loop has a rule of its own: " + op);
    };
  }
}
