package dev.netc.ir;

import java.util.List;
import java.util.Optional;

/** Calls of functions. A layer of the source is a call until a pass inlines it. */
public sealed interface Calls extends Op {
  /** The call of a {@link Function.Kind#PREPARATION} that gives {@code value}, if one does. */
  static Optional<Call> preparation(Value value) {
    Op op = value.op() instanceof Result result ? result.tuple().op() : value.op();
    return op instanceof Call call && call.function().kind() == Function.Kind.PREPARATION
        ? Optional.of(call)
        : Optional.empty();
  }

  /** Whether a value is a tensor that a preparation gives. */
  static boolean isPrepared(Value value) {
    return value.type() instanceof TensorType && preparation(value).isPresent();
  }

  /**
   * The results of {@code function} for these arguments. A function of one result gives a tensor,
   * one of several a tuple.
   *
   * @param instance the path of this layer in the network, {@code stem.conv1}; parameters below it
   *     are among the arguments
   */
  record Call(Function function, List<Value> arguments, String instance) implements Calls {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Value> operands() {
      return arguments;
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Call(function, o, instance);
    }

    @Override
    public Type infer() {
      List<Value> formals = function.body().inputs();
      Rules.require(
          formals.size() == arguments.size(),
          "%s takes %d arguments, not %d",
          function.name(),
          formals.size(),
          arguments.size());
      for (int i = 0; i < formals.size(); i++) {
        Rules.require(
            formals.get(i).type().equals(arguments.get(i).type()),
            "%s takes %s as argument %d, not %s",
            function.name(),
            formals.get(i).type(),
            i + 1,
            arguments.get(i).type());
      }
      List<TensorType> results =
          function.body().outputs().stream().map(o -> o.value().tensor()).toList();
      return results.size() == 1 ? results.getFirst() : new Type.Tuple(results);
    }
  }

  /** Element {@code index} of the tuple that a call or a {@link Scan} gives. */
  record Result(Value tuple, int index) implements Calls {
    @Override
    public List<Value> operands() {
      return List.of(tuple);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new Result(o.get(0), index);
    }

    @Override
    public Type infer() {
      if (tuple.type() instanceof Type.Tuple(List<TensorType> elements)) {
        Rules.require(
            index >= 0 && index < elements.size(), "result %d of %s", index, tuple.type());
        return elements.get(index);
      }
      throw new TypeException("result %d of %s, which is no tuple".formatted(index, tuple.type()));
    }
  }
}
