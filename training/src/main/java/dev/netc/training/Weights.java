package dev.netc.training;

import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a network from a file. */
public final class Weights {
  private Weights() {}

  /**
   * Reads what {@code signature} needs; other tensors in the file are let be.
   *
   * @throws TrainingException if the file is malformed, or a parameter is missing, of another
   *     shape, or holds a number that is not finite
   */
  public static Map<String, Tensor> read(Path file, Signature signature) {
    Map<String, Tensor> tensors;
    try {
      tensors = Safetensors.read(file).tensors();
    } catch (IOException e) {
      throw new TrainingException(e.getMessage());
    }
    return check(file, tensors, signature);
  }

  /**
   * Those of {@code tensors}, which were read from {@code file}, that {@code signature} needs.
   *
   * @throws TrainingException as {@link #read}
   */
  public static Map<String, Tensor> check(
      Path file, Map<String, Tensor> tensors, Signature signature) {
    try {
      signature.check(tensors);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          file + " does not fit " + signature.name() + ": " + e.getMessage());
    }
    Map<String, Tensor> needed = new LinkedHashMap<>();
    for (Signature.Slot slot : signature.parameters()) {
      Tensor tensor = tensors.get(slot.name());
      if (tensor.data() instanceof float[] values) {
        for (int i = 0; i < values.length; i++) {
          if (!Float.isFinite(values[i])) {
            throw new TrainingException(
                "%s: %s holds %s at element %d".formatted(file, slot, values[i], i));
          }
        }
      }
      needed.put(slot.name(), tensor);
    }
    return needed;
  }
}
