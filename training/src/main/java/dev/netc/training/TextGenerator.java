package dev.netc.training;

import dev.netc.runtime.Executable;
import dev.netc.runtime.Signature;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Goes on with a text, token by token: each step gives the network one token and what it carries
 * from the step before, so that a step takes the same time however long the text is.
 */
public final class TextGenerator {
  private final Executable network;
  private final Sampler sampler;
  private final int vocabulary;
  private final Object[] inputs;
  private final Object[] outputs;
  private final int[] dims;
  private final int[] token = new int[1];
  private final int logits;

  /** For each carry the indices of its input and of the result it comes from. */
  private record Carry(int input, int output) {}

  private final List<Carry> carries = new ArrayList<>();

  /**
   * @param network takes tokens i32[1, 1] and carries, gives f32 logits over the vocabulary
   * @param carries for each carried input the result that it is at the next step
   * @throws TrainingException if the network is not of that kind
   */
  public TextGenerator(
      Executable network, Map<String, String> carries, int vocabulary, Sampler sampler) {
    this.network = network;
    this.sampler = sampler;
    this.vocabulary = vocabulary;
    Signature signature = network.signature();
    List<String> names = signature.outputs().stream().map(Signature.Slot::name).toList();
    this.inputs = new Object[signature.inputs().size()];
    this.outputs = new Object[names.size()];
    this.dims = new int[signature.symbols().size()];
    java.util.Arrays.fill(dims, 1);
    for (int i = 0; i < inputs.length; i++) {
      Signature.Slot slot = signature.inputs().get(i);
      String result = carries.get(slot.name());
      if (result != null) {
        this.carries.add(new Carry(i, names.indexOf(result)));
      }
      inputs[i] = result == null ? token : slot.type().newArray(size(slot));
    }
    if (inputs.length - this.carries.size() != 1 || this.carries.isEmpty()) {
      throw new TrainingException(
          signature.name()
              + " cannot go on with a text: it needs one input of tokens, and all others named by"
              + " `carry` in its training section");
    }
    int found = -1;
    for (int i = 0; i < outputs.length; i++) {
      Signature.Slot slot = signature.outputs().get(i);
      outputs[i] = slot.type().newArray(size(slot));
      if (found < 0 && Array.getLength(outputs[i]) == vocabulary) {
        found = i;
      }
    }
    if (found < 0) {
      throw new TrainingException(
          "%s gives no logits of %d characters: %s"
              .formatted(signature.name(), vocabulary, signature.outputs()));
    }
    this.logits = found;
  }

  private static int size(Signature.Slot slot) {
    int size = 1;
    for (String dim : slot.shape()) {
      size = Math.multiplyExact(size, dim.matches("\\d+") ? Integer.parseInt(dim) : 1);
    }
    return size;
  }

  /** Reads a token that is given. */
  public void read(int given) {
    token[0] = given;
    network.run(inputs, dims, outputs);
    for (Carry carry : carries) {
      System.arraycopy(
          outputs[carry.output()],
          0,
          inputs[carry.input()],
          0,
          Array.getLength(inputs[carry.input()]));
    }
  }

  /** Draws the token after those read so far, and reads it, too. */
  public int next() {
    int drawn = sampler.draw((float[]) outputs[logits], 0, vocabulary);
    read(drawn);
    return drawn;
  }
}
