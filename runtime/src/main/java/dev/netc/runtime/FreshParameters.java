package dev.netc.runtime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The first values of parameters and states, a function of the seed alone: what {@code netc train
 * --seed} starts from.
 */
public final class FreshParameters {
  /** The step of the draws before training: no update has it. */
  private static final long BEFORE_TRAINING = -1;

  private final List<Signature.Slot> slots;
  private final long seed;
  private final Philox philox = new Philox();
  private final Map<String, Tensor> tensors = new HashMap<>();

  /**
   * @param signatures which parameters there are
   */
  public FreshParameters(long seed, Signature... signatures) {
    this.seed = seed;
    this.slots =
        Arrays.stream(signatures).flatMap(s -> s.parameters().stream()).distinct().toList();
  }

  /**
   * Draws numbers from {@code shift} to {@code shift + scale}.
   *
   * @param place the number of the draw in the network
   */
  public void uniform(String path, int place, float scale, float shift) {
    float[] values = floats(path);
    philox.uniform(seed, BEFORE_TRAINING, place, values, 0, values.length);
    move(values, scale, shift);
  }

  /**
   * Draws normal numbers of deviation {@code scale} and mean {@code shift}.
   *
   * @param place the number of the draw in the network
   */
  public void normal(String path, int place, float scale, float shift) {
    float[] values = floats(path);
    philox.normal(seed, BEFORE_TRAINING, place, values, 0, values.length);
    move(values, scale, shift);
  }

  private static void move(float[] values, float scale, float shift) {
    for (int i = 0; i < values.length; i++) {
      float scaled = values[i] * scale;
      values[i] = shift == 0 ? scaled : scaled + shift; // a draw of -0 that is not moved stays it
    }
  }

  /** Sets every element to one value. */
  public void fill(String path, float value) {
    Arrays.fill(floats(path), value);
  }

  /** Sets every parameter that is not set yet to zero. */
  public void zeroOthers() {
    for (Signature.Slot slot : slots) {
      tensors.computeIfAbsent(slot.name(), path -> zeros(slot));
    }
  }

  /** Lets one start as a copy of another that is set already. */
  public void copy(String path, String from) {
    tensors.put(path, get(from).copy());
  }

  /**
   * Takes what a graph computes that has the scalar i64 {@code seed} or no input.
   *
   * @param graph its outputs are named by path
   */
  public void compute(Network graph) {
    List<Signature.Slot> outputs = graph.signature().outputs();
    List<Tensor> results = outputs.stream().map(FreshParameters::zeros).toList();
    Object[] inputs = graph.signature().inputs().stream().map(s -> new long[] {seed}).toArray();
    graph
        .session(Team.single())
        .run(inputs, new int[0], results.stream().map(Tensor::data).toArray());
    IntStream.range(0, outputs.size())
        .forEach(i -> tensors.put(outputs.get(i).name(), results.get(i)));
  }

  /** All that was set, in the signature's order. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    for (Signature.Slot slot : slots) {
      Tensor tensor = tensors.get(slot.name());
      if (tensor != null) {
        ordered.put(slot.name(), tensor);
      }
    }
    return ordered;
  }

  private Tensor get(String path) {
    return Objects.requireNonNull(tensors.get(path), path);
  }

  private float[] floats(String path) {
    Signature.Slot slot =
        slots.stream().filter(s -> s.name().equals(path)).findFirst().orElseThrow();
    Tensor tensor = zeros(slot);
    tensors.put(path, tensor);
    return tensor.floats();
  }

  private static Tensor zeros(Signature.Slot slot) {
    return Tensor.zeros(slot.type(), slot.shape().stream().map(Integer::parseInt).toList());
  }
}
