package dev.netc.runtime;

import java.util.List;
import java.util.Map;

/**
 * What a compiled graph takes and gives, in the order in which {@link Executable#run} expects it.
 *
 * @param name the network's name
 * @param symbols the symbolic dims, {@code N}, in the order of {@code run}'s dims
 * @param inputs the inputs
 * @param parameters parameters and state, by path
 * @param outputs the outputs
 */
public record Signature(
    String name,
    List<String> symbols,
    List<Slot> inputs,
    List<Slot> parameters,
    List<Slot> outputs) {
  public Signature {
    symbols = List.copyOf(symbols);
    inputs = List.copyOf(inputs);
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
  }

  /**
   * One named tensor.
   *
   * @param name the name, or for a parameter its path
   * @param type the element type
   * @param shape the extents as the language writes them: {@code "N"}, {@code "28"}
   */
  public record Slot(String name, ElementType type, List<String> shape) {
    public Slot {
      shape = List.copyOf(shape);
    }

    /** {@code image: f32[N, 1, 28, 28]}. */
    @Override
    public String toString() {
      return name + ": " + type + (shape.isEmpty() ? "" : shape);
    }
  }

  /**
   * Checks that every parameter is there and fits. Parameters that the network does not have are
   * let be.
   *
   * @throws IllegalArgumentException naming the first that does not
   */
  public void check(Map<String, Tensor> tensors) {
    for (Slot slot : parameters) {
      Tensor tensor = tensors.get(slot.name());
      if (tensor == null) {
        throw new IllegalArgumentException("the parameter " + slot + " is missing");
      }
      List<String> shape = tensor.shape().stream().map(String::valueOf).toList();
      if (tensor.type() != slot.type() || !shape.equals(slot.shape())) {
        throw new IllegalArgumentException("the parameter " + slot + " is given as " + tensor);
      }
    }
  }

  /**
   * Checks the length of an array.
   *
   * @throws IllegalArgumentException if it is shorter than needed
   */
  public static void checkLength(String name, int length, int needed) {
    if (length < needed) {
      throw new IllegalArgumentException(
          name + " has " + length + " elements, " + needed + " are needed");
    }
  }
}
