package dev.netc.ir;

import java.util.List;

/**
 * A primitive operator applied to operands. Each is a record: its operands and attributes are its
 * components, so a rule matches it with a pattern, and two equal applications are equal values.
 */
public sealed interface Op
    permits Elementwise,
        Leaf,
        Shaping,
        Indexing,
        Reduction,
        Along,
        Linear,
        Convolutional,
        Pooling,
        Detection,
        Calls,
        Scan {
  /** The values this operator reads, in order. */
  List<Value> operands();

  /** The same operator and attributes over other operands, as many as {@link #operands}. */
  Op withOperands(List<Value> operands);

  /**
   * The type of the result.
   *
   * @throws TypeException if the operands do not fit; the message names the types and the rule
   */
  Type infer();
}
