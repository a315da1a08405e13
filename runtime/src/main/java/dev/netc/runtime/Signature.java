package dev.netc.runtime;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;

/**
 * What a compiled graph takes and gives, in the order in which {@link Executable#run} expects it.
 * Its text is a table.
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
   * Checks the counts and the types of what {@link Executable#run} is given.
   *
   * @throws IllegalArgumentException naming the first that does not fit
   */
  public void checkCall(Object[] inputs, int[] dims, Object[] outputs) {
    checkCount("inputs", inputs.length, this.inputs);
    checkCount("dims", dims.length, symbols);
    checkCount("outputs", outputs.length, this.outputs);
    checkTypes(inputs, this.inputs);
    checkTypes(outputs, this.outputs);
  }

  private void checkCount(String what, int given, List<?> wanted) {
    if (given != wanted.size()) {
      throw new IllegalArgumentException(
          "%s takes %d %s, not %d: %s".formatted(name, wanted.size(), what, given, wanted));
    }
  }

  private static void checkTypes(Object[] arrays, List<Slot> slots) {
    for (int i = 0; i < arrays.length; i++) {
      Slot slot = slots.get(i);
      if (!slot.type().holds(arrays[i])) {
        throw new IllegalArgumentException(
            slot + " is given as " + arrays[i].getClass().getSimpleName());
      }
    }
  }

  /**
   * Checks the room for an output.
   *
   * @param index which output
   * @throws IllegalArgumentException if there are fewer elements than needed
   */
  public void checkRoom(int index, Object array, long needed) {
    int length = Array.getLength(array);
    if (length < needed) {
      throw new IllegalArgumentException(
          "%s: the array has room for %,d elements, %,d are needed"
              .formatted(outputs.get(index), length, needed));
    }
  }

  /**
   * Checks the length of an array.
   *
   * @throws IllegalArgumentException if it is shorter than needed
   */
  static void checkLength(String name, int length, int needed) {
    if (length < needed) {
      throw new IllegalArgumentException(
          name + " has " + length + " elements, " + needed + " are needed");
    }
  }

  /**
   * What is wrong if a dim is negative or an input has not the length that its shape says.
   *
   * @param dims the values of {@link #symbols}
   * @param lengths the elements of each input
   * @param needed those of its shape
   */
  public IllegalArgumentException mismatch(long[] dims, long[] lengths, long[] needed) {
    return new IllegalArgumentException(new LengthMismatch(this, dims, lengths, needed).text());
  }

  /** A table of inputs, outputs and parameters. */
  @Override
  public String toString() {
    return new SignatureTable(this).text();
  }
}
