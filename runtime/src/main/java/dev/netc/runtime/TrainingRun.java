package dev.netc.runtime;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A training that a program feeds batch by batch: parameters, the states of the optimiser, and how
 * many updates were made. What a generated {@code Trainer} does not know by itself; one thread at a
 * time uses it.
 */
public final class TrainingRun {
  private static final String CARRY = "carry.";

  /** What the rate of an update is called among the outputs of a step. */
  private static final String RATE = "optimizer.rate";

  /** What a score of the last evaluation is called among the inputs of a step. */
  private static final String VALIDATION = "validation.";

  /** What the number of evaluations is called there, and among the scores of a checkpoint. */
  private static final String VALIDATIONS = "validations";

  private final String network;
  private final Map<String, Tensor> tensors;
  private final Executable session;
  private final Signature signature;
  private final @Nullable Object[] inputs;
  private final Object[] outputs;
  private final int[] dims;
  private final long[] step = new long[1];
  private final long seed;
  private final long steps;
  private final int scores;
  private Map<String, Double> validation = Map.of();

  /** The outputs that the next update takes. */
  private final int[] carried;

  /** The input that takes each of them. */
  private final int[] carries;

  /**
   * @param network what checkpoints call it
   * @param step from parameters and states to the step, which updates them in place
   * @param tensors parameters and states by path; the arrays are used, not copied
   * @param seed of what is random in training
   * @param steps the updates that schedules plan with
   * @param team shares the work
   */
  public TrainingRun(
      String network,
      Function<Map<String, Tensor>, Network> step,
      Map<String, Tensor> tensors,
      long seed,
      long steps,
      Team team) {
    this.network = network;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.session = step.apply(tensors).session(team);
    this.signature = session.signature();
    this.seed = seed;
    this.steps = steps;
    this.inputs = new Object[signature.inputs().size()];
    this.outputs = new Object[signature.outputs().size()];
    this.dims = new int[signature.symbols().size()];
    inputs[input("seed")] = new long[] {seed};
    inputs[input("step")] = this.step;
    inputs[input("steps")] = new long[] {steps};
    for (int i = 0; i < inputs.length; i++) {
      if (isValidation(signature.inputs().get(i).name())) {
        inputs[i] = signature.inputs().get(i).type().newArray(1);
      }
    }
    this.carried =
        IntStream.range(0, outputs.length).filter(i -> output(i).startsWith(CARRY)).toArray();
    this.carries =
        Arrays.stream(carried).map(i -> input(output(i).substring(CARRY.length()))).toArray();
    for (int i = 0; i < outputs.length; i++) {
      boolean isCarried = output(i).startsWith(CARRY);
      outputs[i] = signature.outputs().get(i).type().newArray(isCarried ? 0 : 1);
    }
    boolean hasRate = IntStream.range(0, outputs.length).anyMatch(i -> output(i).equals(RATE));
    this.scores = outputs.length - carried.length - (hasRate ? 1 : 0);
  }

  private static boolean isValidation(String input) {
    return input.equals(VALIDATIONS) || input.startsWith(VALIDATION);
  }

  private String output(int index) {
    return signature.outputs().get(index).name();
  }

  private int input(String name) {
    return signature.inputs().stream().map(Signature.Slot::name).toList().indexOf(name);
  }

  /**
   * Goes on from a checkpoint, of this class or of {@code netc train}.
   *
   * @throws SafetensorsException if it is none, or one of another network
   * @throws IllegalArgumentException if a parameter or state is missing or does not fit
   * @throws IOException if it cannot be read
   */
  public static TrainingRun load(
      String network, Function<Map<String, Tensor>, Network> step, Path file, Team team)
      throws IOException {
    Checkpoint checkpoint = Checkpoint.read(file);
    if (!checkpoint.network().equals(network)) {
      throw new SafetensorsException(
          "%s is a training of %s, not of %s".formatted(file, checkpoint.network(), network));
    }
    TrainingRun run =
        new TrainingRun(
            network, step, checkpoint.tensors(), checkpoint.seed(), checkpoint.steps(), team);
    run.step[0] = checkpoint.step();
    run.show(checkpoint.validation());
    for (int i = 0; i < run.carries.length; i++) {
      Tensor carried = checkpoint.tensors().get(run.signature.outputs().get(run.carried[i]).name());
      if (carried != null) {
        run.inputs[run.carries[i]] = carried.copy().data();
      }
    }
    return run;
  }

  /**
   * Tells schedules how an evaluation went.
   *
   * @param scores the loss and metrics by name; those that no schedule looks at may be missing
   */
  public void validated(Map<String, Double> scores) {
    Map<String, Double> all = new LinkedHashMap<>(scores);
    all.put(VALIDATIONS, validation.getOrDefault(VALIDATIONS, 0.0) + 1);
    show(all);
  }

  private void show(Map<String, Double> scores) {
    validation = Map.copyOf(scores);
    for (int i = 0; i < inputs.length; i++) {
      String name = signature.inputs().get(i).name();
      if (isValidation(name)) {
        String score = name.equals(VALIDATIONS) ? name : name.substring(VALIDATION.length());
        double value = scores.getOrDefault(score, 0.0);
        switch (inputs[i]) {
          case float[] scalar -> scalar[0] = (float) value;
          case long[] scalar -> scalar[0] = (long) value;
          case null, default -> throw new IllegalStateException("an input " + name);
        }
      }
    }
  }

  /** Sets the extent of a symbolic dim by its place in the signature. */
  public void dim(int index, int extent) {
    dims[index] = extent;
  }

  /** Sets an input by its place in the signature; the array is read in the update. */
  public void input(int index, Object array) {
    inputs[index] = array;
  }

  /**
   * Lets an input be what the last update gave for the next; zeros at first, and where the size is
   * another one.
   *
   * @param index of the input
   * @param size its elements
   */
  public void carry(int index, int size) {
    ElementType type = signature.inputs().get(index).type();
    if (length(inputs[index]) != size) {
      inputs[index] = type.newArray(size);
    }
    for (int i = 0; i < carries.length; i++) {
      if (carries[i] == index && length(outputs[carried[i]]) != size) {
        outputs[carried[i]] = type.newArray(size);
      }
    }
  }

  private static int length(@Nullable Object array) {
    return array == null ? -1 : Array.getLength(array);
  }

  /** Lets what is carried begin with zeros, as at the begin of a text. */
  public void restart() {
    for (int input : carries) {
      inputs[input] = null;
    }
  }

  /**
   * Makes one update.
   *
   * @return the loss before it
   * @throws IllegalArgumentException if an input does not fit
   */
  public float update() {
    checkLengths();
    session.run(inputs, dims, outputs);
    step[0]++;
    for (int i = 0; i < carries.length; i++) {
      Object given = outputs[carried[i]];
      outputs[carried[i]] = inputs[carries[i]];
      inputs[carries[i]] = given;
    }
    return score(0);
  }

  /** A session lets longer arrays be; here one is a mistake. */
  private void checkLengths() {
    for (int i = 0; i < inputs.length; i++) {
      long needed = needed(signature.inputs().get(i));
      if (needed >= 0 && length(inputs[i]) > needed) {
        throw signature.mismatch(
            Arrays.stream(dims).asLongStream().toArray(),
            Arrays.stream(inputs).mapToLong(TrainingRun::length).toArray(),
            signature.inputs().stream().mapToLong(this::needed).toArray());
      }
    }
  }

  /** The elements of an input; less than 0 if its extents are computed ones. */
  private long needed(Signature.Slot slot) {
    long elements = 1;
    for (String extent : slot.shape()) {
      int symbol = signature.symbols().indexOf(extent);
      if (symbol < 0 && !extent.matches("\\d+")) {
        return -1;
      }
      elements *= symbol < 0 ? Long.parseLong(extent) : dims[symbol];
    }
    return elements;
  }

  /** The loss, which is number 0, or a metric of the last update. */
  public float score(int index) {
    return ((float[]) outputs[index])[0];
  }

  /** Updates that were made. */
  public long step() {
    return step[0];
  }

  /** Updates that schedules plan with. */
  public long steps() {
    return steps;
  }

  /** A copy of parameters and states as they are now; averages in place of their parameters. */
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> copy = new LinkedHashMap<>();
    AveragedWeights.forUse(tensors).forEach((path, tensor) -> copy.put(path, tensor.copy()));
    return copy;
  }

  /**
   * Writes a checkpoint, from which {@code netc train --resume} goes on, too. A reader sees the old
   * file or the new one.
   *
   * @throws IOException if it cannot be written; the old file is as it was
   */
  public void save(Path file) throws IOException {
    Map<String, Tensor> all = new LinkedHashMap<>(tensors);
    for (int i = 0; i < carries.length; i++) {
      Object next = inputs[carries[i]];
      if (next != null) {
        Signature.Slot slot = signature.outputs().get(carried[i]);
        all.put(slot.name(), new Tensor(slot.type(), List.of(length(next)), next));
      }
    }
    new Checkpoint(
            network,
            seed,
            step[0],
            steps,
            Double.NEGATIVE_INFINITY,
            validation,
            Collections.nCopies(scores, 0.0),
            all)
        .write(file);
  }
}
