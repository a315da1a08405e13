package dev.netc.runtime;

import java.util.List;

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
}
