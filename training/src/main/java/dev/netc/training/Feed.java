package dev.netc.training;

import dev.netc.frontend.TrainingPlan;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arrays that a compiled graph reads and writes while examples go through it batch by batch:
 * inputs of its own, examples, and what is carried from one batch to the next.
 */
final class Feed {
  private final Executable graph;
  private final Examples examples;
  private final Object[] inputs;
  private final Object[] data;
  private final Object[] outputs;
  private final int scores;
  private final List<String> norms;
  private final int[] dims;
  private final int batchDim;

  /** For each carry the index of its input, in the order of the last outputs. */
  private final List<Integer> carries = new ArrayList<>();

  private final Map<String, long[]> scalars = new HashMap<>();

  /**
   * @param batch the most examples in one batch
   */
  Feed(Executable graph, Examples examples, int batch) {
    this.graph = graph;
    this.examples = examples;
    Signature signature = graph.signature();
    this.inputs = new Object[signature.inputs().size()];
    this.outputs = new Object[signature.outputs().size()];
    this.data = buffers(examples, batch);
    List<String> carried =
        signature.outputs().stream()
            .map(Signature.Slot::name)
            .filter(n -> n.startsWith(TrainingPlan.CARRY))
            .map(n -> n.substring(TrainingPlan.CARRY.length()))
            .toList();
    this.norms =
        signature.outputs().stream()
            .map(Signature.Slot::name)
            .filter(n -> n.startsWith(TrainingPlan.NORM))
            .map(n -> n.substring(TrainingPlan.NORM.length()))
            .toList();
    this.scores = outputs.length - carried.size() - norms.size();
    Map<String, Integer> extents = new LinkedHashMap<>();
    int next = 0;
    String batchSymbol = "";
    for (int i = 0; i < inputs.length; i++) {
      Signature.Slot slot = signature.inputs().get(i);
      if (carried.contains(slot.name())) {
        continue;
      }
      if (slot.shape().isEmpty()) {
        inputs[i] = scalars.computeIfAbsent(slot.name(), n -> new long[1]);
        continue;
      }
      batchSymbol = slot.shape().getFirst();
      List<Integer> shape = examples.tensors().get(next).shape();
      for (int axis = 1; axis < shape.size(); axis++) {
        extents.put(slot.shape().get(axis), shape.get(axis));
      }
      inputs[i] = data[next++];
    }
    this.batchDim = signature.symbols().indexOf(batchSymbol);
    extents.put(batchSymbol, batch);
    this.dims =
        signature.symbols().stream().mapToInt(s -> extents.getOrDefault(s, batch)).toArray();
    for (String name : carried) {
      int index = signature.inputs().stream().map(Signature.Slot::name).toList().indexOf(name);
      carries.add(index);
      inputs[index] = array(signature.inputs().get(index), extents);
    }
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = array(signature.outputs().get(i), extents);
    }
  }

  private static Object array(Signature.Slot slot, Map<String, Integer> extents) {
    int size = 1;
    for (String dim : slot.shape()) {
      Integer extent = dim.matches("\\d+") ? Integer.valueOf(dim) : extents.get(dim);
      if (extent == null) {
        throw new TrainingException(slot + ": the examples do not say what " + dim + " is");
      }
      size = Math.multiplyExact(size, extent);
    }
    return slot.type().newArray(size);
  }

  /** Arrays for a batch of examples. */
  private static Object[] buffers(Examples examples, int batch) {
    Object[] buffers = new Object[examples.tensors().size()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = examples.tensors().get(i).type().newArray(batch * examples.width(i));
    }
    return buffers;
  }

  /** Sets a scalar input, if the graph has it. */
  void scalar(String name, long value) {
    long[] scalar = scalars.get(name);
    if (scalar != null) {
      scalar[0] = value;
    }
  }

  /** Lets the next batch start from carries of 0. */
  void clearCarries() {
    for (int index : carries) {
      Object array = inputs[index];
      System.arraycopy(
          graph.signature().inputs().get(index).type().newArray(Array.getLength(array)),
          0,
          array,
          0,
          Array.getLength(array));
    }
  }

  /** Runs the graph over {@code n} examples. */
  void run(int[] order, int from, int n) {
    examples.gather(order, from, n, data);
    if (batchDim >= 0) {
      dims[batchDim] = n;
    }
    graph.run(inputs, dims, outputs);
    for (int i = 0; i < carries.size(); i++) {
      Object given = outputs[scores + i];
      System.arraycopy(given, 0, inputs[carries.get(i)], 0, Array.getLength(given));
    }
  }

  /** What the last run was given, but for carries, which are those of the next. */
  List<Object> inputs() {
    return List.of(inputs);
  }

  /** The extents of the symbolic dims in the last run. */
  Map<String, Long> extents() {
    Map<String, Long> extents = new LinkedHashMap<>();
    for (int i = 0; i < dims.length; i++) {
      extents.put(graph.signature().symbols().get(i), (long) dims[i]);
    }
    return extents;
  }

  /** How many of the outputs are scores. */
  int scores() {
    return scores;
  }

  /** What the last run gave for loss or a metric. */
  float score(int i) {
    return ((float[]) outputs[i])[0];
  }

  /** Adds the norms of gradients that the last run gave, if it gave any. */
  void addTo(GradientNorms watched) {
    int first = outputs.length - norms.size();
    for (int i = 0; i < norms.size(); i++) {
      watched.add(norms.get(i), ((float[]) outputs[first + i])[0]);
    }
  }

  /** What the next batch gets, by the name of the output. */
  Map<String, Tensor> carried() {
    Map<String, Tensor> carried = new LinkedHashMap<>();
    for (int i = 0; i < carries.size(); i++) {
      Object array = inputs[carries.get(i)];
      ElementType type = graph.signature().inputs().get(carries.get(i)).type();
      Object copy = type.newArray(Array.getLength(array));
      System.arraycopy(array, 0, copy, 0, Array.getLength(array));
      carried.put(
          graph.signature().outputs().get(scores + i).name(),
          new Tensor(type, List.of(Array.getLength(array)), copy));
    }
    return carried;
  }

  /** Takes up what {@link #carried} gave, where it fits. */
  void carry(Map<String, Tensor> carried) {
    for (int i = 0; i < carries.size(); i++) {
      Tensor tensor = carried.get(graph.signature().outputs().get(scores + i).name());
      Object array = inputs[carries.get(i)];
      if (tensor != null && tensor.size() == Array.getLength(array)) {
        System.arraycopy(tensor.data(), 0, array, 0, tensor.size());
      }
    }
  }
}
