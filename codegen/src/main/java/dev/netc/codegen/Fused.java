package dev.netc.codegen;

import dev.netc.ir.Calls;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Function;
import dev.netc.ir.Op;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A matrix product or a convolution with its epilogue.
 *
 * @param heavy the product, over values of the graph
 * @param bias what is added to each column of a product or each channel of an image
 * @param relu whether negative results become 0
 */
record Fused(Op heavy, Optional<Value> bias, boolean relu) {
  /** The operation of {@code value}, taken apart if it is the call of a kernel. */
  static Fused of(Value value) {
    if (!(value.op() instanceof Calls.Call call)
        || call.function().kind() != Function.Kind.KERNEL) {
      return new Fused(value.op(), Optional.empty(), false);
    }
    Map<Value, Value> arguments = new HashMap<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      arguments.put(call.function().body().inputs().get(i), call.arguments().get(i));
    }
    Op heavy = null;
    Optional<Value> bias = Optional.empty();
    boolean relu = false;
    for (Value v : call.function().body().values()) {
      switch (v.op()) {
        case Shaping.Broadcast b -> arguments.put(v, arguments.get(b.x()));
        case Shaping.Reshape r -> arguments.put(v, arguments.get(r.x()));
        case Elementwise.Binary(BinaryFunction f, Value x, Value y) when f == BinaryFunction.ADD ->
            bias = Optional.of(arguments.containsKey(y) ? arguments.get(y) : arguments.get(x));
        case Elementwise.Binary(BinaryFunction f, Value x, Value y) when f == BinaryFunction.MAX ->
            relu = true;
        case dev.netc.ir.Leaf leaf -> {}
        default ->
            heavy = v.op().withOperands(v.op().operands().stream().map(arguments::get).toList());
      }
    }
    if (heavy == null) {
      throw new CodegenException("the kernel " + call.function() + " computes nothing");
    }
    return new Fused(heavy, bias, relu);
  }
}
