package dev.netc.passes;

import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Expressions;
import dev.netc.ir.Function;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A matrix product or convolution and what follows it, as far as one kernel does it: {@code
 * max(product * scale + bias + residual, 0)} in this order, each part but the product optional. A
 * matrix product takes a bias or a residual.
 */
final class KernelChain {
  /** An operand besides those of the product, in the order in which they come. */
  private enum Role {
    SCALE,
    BIAS,
    RESIDUAL
  }

  private final List<Value> values = new ArrayList<>();
  private final Map<Role, Value> operands = new EnumMap<>(Role.class);
  private final int channels;
  private final boolean plain;
  private boolean relu;

  private KernelChain(Value product, int channels, boolean plain) {
    values.add(product);
    this.channels = channels;
    this.plain = plain;
  }

  /** A chain of a product alone; nothing if {@code value} is none. */
  static Optional<KernelChain> of(Value value) {
    return switch (value.op()) {
      case MatMul m -> Optional.of(new KernelChain(value, value.shape().rank() - 1, true));
      case Convolution c ->
          Optional.of(
              new KernelChain(
                  value,
                  c.layout().channelAxis(value.shape().rank()),
                  c.layout() == ImageLayout.CHANNELS_FIRST));
      default -> Optional.empty();
    };
  }

  /** What the kernel computes, from the product to its result. */
  List<Value> values() {
    return values;
  }

  /** Adds the only user of the last value if the kernel can do it; whether it does. */
  boolean extend(Value user) {
    Value before = values.getLast();
    if (relu || !(user.op() instanceof Binary(BinaryFunction function, Value x, Value y))) {
      return false;
    }
    Value other = x == before ? y : x;
    boolean fits =
        switch (function) {
          case MULTIPLY -> !plain && isOfChannels(other) && put(Role.SCALE, channel(other));
          case ADD ->
              isOfChannels(other)
                  ? put(Role.BIAS, channel(other))
                  : takesResidual()
                      && other.shape().equals(before.shape())
                      && other != before
                      && put(Role.RESIDUAL, other);
          case MAX -> Constants.is(other, 0);
          default -> false;
        };
    if (fits) {
      relu = function == BinaryFunction.MAX;
      values.add(user);
    }
    return fits;
  }

  /** Whether the kernel can add another matrix or image; of a product the sums start with it. */
  private boolean takesResidual() {
    boolean isProduct = values.getFirst().op() instanceof MatMul;
    return isProduct ? operands.isEmpty() && values.getFirst().shape().rank() == 2 : !plain;
  }

  /** Whether a value is the same for all pixels, or rows, of a channel. */
  private boolean isOfChannels(Value value) {
    return value.op() instanceof Broadcast(Value x, var shape, List<Integer> axes)
        && axes.equals(List.of(channels))
        && shape.equals(values.getFirst().shape())
        && x.shape().dim(0).equals(shape.dim(channels));
  }

  private static Value channel(Value broadcast) {
    return broadcast.op().operands().getFirst();
  }

  /** Records an operand unless it comes too late. */
  private boolean put(Role role, Value value) {
    boolean inOrder = operands.keySet().stream().allMatch(earlier -> earlier.compareTo(role) < 0);
    if (inOrder) {
      operands.put(role, value);
    }
    return inOrder;
  }

  /** What the kernel is called with. */
  List<Value> arguments() {
    List<Value> arguments = new ArrayList<>(values.getFirst().op().operands());
    arguments.addAll(operands.values());
    return arguments;
  }

  /** The kernel, whose body says what it does in operators. */
  Function function() {
    Value product = values.getFirst();
    boolean convolves = product.op() instanceof Convolution;
    StringBuilder name = new StringBuilder(convolves ? "convolution" : "matmul");
    operands.keySet().forEach(role -> name.append('_').append(text(role)));
    name.append(relu ? "_relu" : "");
    GraphBuilder builder = new GraphBuilder(name.toString());
    builder.at(product.origin().inScope(""));
    Expressions e = new Expressions(builder);
    Value a = builder.input(convolves ? "x" : "a", product.op().operands().get(0).tensor());
    Value b = builder.input(convolves ? "w" : "b", product.op().operands().get(1).tensor());
    Map<Role, Value> inputs = new EnumMap<>(Role.class);
    operands.forEach((role, value) -> inputs.put(role, builder.input(text(role), value.tensor())));
    Value y = builder.add(product.op().withOperands(List.of(a, b)));
    for (Map.Entry<Role, Value> operand : inputs.entrySet()) {
      Value other = operand.getValue();
      if (operand.getKey() != Role.RESIDUAL) {
        other = builder.add(new Broadcast(other, product.shape(), List.of(channels)));
      }
      y = operand.getKey() == Role.SCALE ? e.times(y, other) : e.plus(y, other);
    }
    builder.output("y", relu ? e.max(y, e.constant(0, y)) : y);
    return new Function(name.toString(), Function.Kind.KERNEL, builder.build());
  }

  private static String text(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
