package dev.netc.ir;

import java.util.List;

/** The type of a value: a tensor, or the several results of a call or a loop. */
public sealed interface Type permits TensorType, Type.Tuple {
  /** The results of an operation that has more than one; each is read with {@link Calls.Result}. */
  record Tuple(List<TensorType> elements) implements Type {
    public Tuple {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return "(" + String.join(", ", elements.stream().map(TensorType::toString).toList()) + ")";
    }
  }
}
