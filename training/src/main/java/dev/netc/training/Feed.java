package dev.netc.training;

import dev.netc.frontend.Classification;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Dim;
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
import java.util.OptionalDouble;

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
  private final List<String> normsByStep;
  private final int[] dims;
  private final String batchSymbol;
  private final int batchDim;

  /** What the symbolic dims were in the last run, or at first are for a full batch. */
  private final Map<String, Long> extents = new HashMap<>();

  /** For each carry the index of its input, in the order of the last outputs. */
  private final List<Integer> carries = new ArrayList<>();

  private final Map<String, Object> scalars = new HashMap<>();
  private final int rate;

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
    List<String> carried = outputs(TrainingPlan.CARRY);
    this.norms = outputs(TrainingPlan.NORM);
    this.normsByStep = outputs(TrainingPlan.NORMS_BY_STEP);
    this.rate =
        signature.outputs().stream().map(Signature.Slot::name).toList().indexOf(TrainingPlan.RATE);
    this.scores =
        outputs.length
            - (rate < 0 ? 0 : 1)
            - carried.size()
            - norms.size()
            - normsByStep.size()
            - outputs(Classification.PREFIX).size();
    int next = 0;
    String rows = "";
    for (int i = 0; i < inputs.length; i++) {
      Signature.Slot slot = signature.inputs().get(i);
      if (carried.contains(slot.name())) {
        continue;
      }
      if (slot.shape().isEmpty()) {
        inputs[i] = scalars.computeIfAbsent(slot.name(), n -> slot.type().newArray(1));
        continue;
      }
      rows = slot.shape().getFirst();
      List<Integer> shape = examples.tensors().get(next).shape();
      for (int axis = 1; axis < shape.size(); axis++) {
        extents.put(slot.shape().get(axis), (long) shape.get(axis));
      }
      inputs[i] = data[next++];
    }
    this.batchSymbol = rows;
    extents.put(batchSymbol, (long) batch);
    this.batchDim = signature.symbols().indexOf(batchSymbol);
    this.dims =
        signature.symbols().stream()
            .mapToInt(s -> Math.toIntExact(extents.getOrDefault(s, (long) batch)))
            .toArray();
    for (String name : carried) {
      int index = signature.inputs().stream().map(Signature.Slot::name).toList().indexOf(name);
      carries.add(index);
      inputs[index] = array(signature.inputs().get(index));
    }
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = array(signature.outputs().get(i));
    }
  }

  /** What the outputs of a kind are called behind its prefix. */
  private List<String> outputs(String prefix) {
    return graph.signature().outputs().stream()
        .map(Signature.Slot::name)
        .filter(n -> n.startsWith(prefix))
        .map(n -> n.substring(prefix.length()))
        .toList();
  }

  private Object array(Signature.Slot slot) {
    return slot.type().newArray(size(slot));
  }

  private int size(Signature.Slot slot) {
    int size = 1;
    for (String dim : slot.shape()) {
      try {
        size = Math.multiplyExact(size, Math.toIntExact(Dim.parse(dim).evaluate(extents)));
      } catch (IllegalArgumentException e) {
        throw new TrainingException(slot + ": the examples do not say what " + dim + " is");
      }
    }
    return size;
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
    if (scalars.get(name) instanceof long[] scalar) {
      scalar[0] = value;
    }
  }

  /**
   * Sets how the last evaluation went, if the graph asks.
   *
   * @param evaluations how many there have been
   */
  void validation(Map<String, Double> scores, long evaluations) {
    scalar(TrainingPlan.VALIDATIONS, evaluations);
    scores.forEach(
        (name, score) -> {
          if (scalars.get(TrainingPlan.VALIDATION + name) instanceof float[] scalar) {
            scalar[0] = score.floatValue();
          }
        });
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
      extents.put(batchSymbol, (long) n);
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

  /** The rate of the last update, if a schedule gives it. */
  OptionalDouble rate() {
    return rate < 0 ? OptionalDouble.empty() : OptionalDouble.of(((float[]) outputs[rate])[0]);
  }

  /** Gives the scores and labels of the last run, if the graph has them. */
  void predictions(Predictions sink) {
    List<Signature.Slot> slots = graph.signature().outputs();
    int labels = outputs.length - 1;
    if (!slots.get(labels).name().equals(Classification.LABELS)) {
      return;
    }
    int rows = size(slots.get(labels));
    sink.add((float[]) outputs[labels - 1], classes(outputs[labels], rows), rows);
  }

  private static int[] classes(Object labels, int rows) {
    if (labels instanceof int[] classes) {
      return classes;
    }
    float[] numbers = (float[]) labels;
    int[] classes = new int[rows];
    for (int row = 0; row < rows; row++) {
      classes[row] = (int) numbers[row];
      if (classes[row] != numbers[row]) {
        throw new TrainingException(
            "%s is no label: `classify` takes whole numbers, the classes".formatted(numbers[row]));
      }
    }
    return classes;
  }

  /** Adds the norms of gradients that the last run gave, if it gave any. */
  void addTo(GradientNorms watched) {
    int byStep = outputs.length - normsByStep.size();
    int first = byStep - norms.size();
    for (int i = 0; i < norms.size(); i++) {
      watched.add(norms.get(i), ((float[]) outputs[first + i])[0]);
    }
    for (int i = 0; i < normsByStep.size(); i++) {
      watched.addByStep(normsByStep.get(i), (float[]) outputs[byStep + i]);
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
