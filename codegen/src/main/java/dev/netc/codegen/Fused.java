package dev.netc.codegen;

import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Function;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Op;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A matrix product or a convolution with its epilogue.
 *
 * @param heavy the product, over values of the graph
 * @param scale what each channel of an image is multiplied with
 * @param bias what is added to each column of a product or each channel of an image
 * @param residual what is added to the result
 * @param relu whether negative results become 0
 */
record Fused(
    Op heavy, Optional<Value> scale, Optional<Value> bias, Optional<Value> residual, boolean relu) {
  /** What the inputs of a kernel besides the product's are called. */
  private static final Set<String> EPILOGUE = Set.of("scale", "bias", "residual");

  /** The operation of {@code value}, taken apart if it is the call of a kernel. */
  static Fused of(Value value) {
    if (!(value.op() instanceof Calls.Call call)
        || call.function().kind() != Function.Kind.KERNEL) {
      return new Fused(value.op(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }
    Map<Value, Value> arguments = new HashMap<>();
    Map<String, Value> byName = new HashMap<>();
    List<Value> inputs = call.function().body().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      arguments.put(inputs.get(i), call.arguments().get(i));
      byName.put(((Leaf.Input) inputs.get(i).op()).name(), call.arguments().get(i));
    }
    List<Value> values = call.function().body().values();
    Op product =
        values.stream()
            .map(Value::op)
            .filter(op -> op instanceof Linear || op instanceof Convolutional)
            .findFirst()
            .orElseThrow(() -> new CodegenException("the kernel " + call + " computes nothing"));
    for (Value input : inputs) {
      String name = ((Leaf.Input) input.op()).name();
      if (!product.operands().contains(input) && !EPILOGUE.contains(name)) {
        throw new CodegenException("the kernel " + call + " has no place for %" + name);
      }
    }
    return new Fused(
        product.withOperands(product.operands().stream().map(arguments::get).toList()),
        Optional.ofNullable(byName.get("scale")),
        Optional.ofNullable(byName.get("bias")),
        Optional.ofNullable(byName.get("residual")),
        values.stream().anyMatch(Fused::isMaximum));
  }

  private static boolean isMaximum(Value value) {
    return value.op() instanceof Elementwise.Binary(BinaryFunction f, Value x, Value y)
        && f == BinaryFunction.MAX;
  }
}
