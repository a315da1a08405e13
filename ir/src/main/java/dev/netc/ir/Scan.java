package dev.netc.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * A loop over time, the one operator with a body (as JAX's {@code lax.scan}).
 *
 * <p>The body is a {@link Function.Kind#LOOP}. Its inputs are, in order, the carries, which the
 * step before gave; an element of each sequence; and the invariants, which are the same at every
 * step. Its outputs are the carries for the next step, and then what this step emits. The result is
 * a tuple: the carries after the last step, and each of what was emitted, stacked along a new first
 * axis in the order of the sequences, whichever way the loop runs.
 *
 * @param operands the first carries, the sequences of shape [trips, ...], the invariants
 * @param carries how many carries there are
 * @param sequences how many sequences there are
 * @param trips how many steps there are
 * @param reversed whether the loop runs from the last element to the first
 * @param recomputed whether the gradient computes what it needs of a step again, from the carries
 *     before the step, instead of keeping it; nothing is taken out of such a loop
 */
public record Scan(
    Function body,
    List<Value> operands,
    int carries,
    int sequences,
    Dim trips,
    boolean reversed,
    boolean recomputed)
    implements Op {
  public Scan {
    operands = List.copyOf(operands);
    Rules.require(body.kind() == Function.Kind.LOOP, "a scan's body is a loop, not %s", body);
  }

  @Override
  public Scan withOperands(List<Value> o) {
    return new Scan(body, o, carries, sequences, trips, reversed, recomputed);
  }

  /** The same loop over another body, which takes and gives the same. */
  public Scan withBody(Function other) {
    return new Scan(other, operands, carries, sequences, trips, reversed, recomputed);
  }

  /** The carries before the first step. */
  public List<Value> initial() {
    return operands.subList(0, carries);
  }

  public List<Value> sequenceOperands() {
    return operands.subList(carries, carries + sequences);
  }

  public List<Value> invariants() {
    return operands.subList(carries + sequences, operands.size());
  }

  /** The body's inputs that are the carries of the step before. */
  public List<Value> carryInputs() {
    return body.body().inputs().subList(0, carries);
  }

  /** The body's inputs that are elements of the sequences. */
  public List<Value> stepInputs() {
    return body.body().inputs().subList(carries, carries + sequences);
  }

  public List<Value> invariantInputs() {
    return body.body().inputs().subList(carries + sequences, operands.size());
  }

  /** What the body computes: the next carries, then what a step emits. */
  public List<Value> results() {
    return body.body().outputs().stream().map(Graph.Output::value).toList();
  }

  /** What a step emits. */
  public List<Value> emitted() {
    return results().subList(carries, results().size());
  }

  @Override
  public Type infer() {
    List<Value> inputs = body.body().inputs();
    Rules.require(
        inputs.size() == operands.size(),
        "%s takes %d values, not %d",
        body,
        inputs.size(),
        operands.size());
    Rules.require(
        carries + sequences <= operands.size() && carries <= results().size(),
        "%s has no %d carries and %d sequences",
        body,
        carries,
        sequences);
    for (int i = 0; i < operands.size(); i++) {
      TensorType given = operands.get(i).tensor();
      TensorType taken = inputs.get(i).tensor();
      boolean isSequence = i >= carries && i < carries + sequences;
      Rules.require(
          given.equals(isSequence ? stacked(taken) : taken),
          "%s takes %s as operand %d, not %s",
          body,
          isSequence ? stacked(taken) : taken,
          i + 1,
          given);
    }
    Rules.require(!results().isEmpty(), "%s gives nothing", body);
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < results().size(); i++) {
      TensorType type = results().get(i).tensor();
      if (i < carries) {
        Rules.require(
            type.equals(inputs.get(i).type()),
            "carry %d of %s starts as %s and becomes %s",
            i + 1,
            body,
            inputs.get(i).type(),
            type);
      }
      types.add(i < carries ? type : stacked(type));
    }
    return new Type.Tuple(types);
  }

  private TensorType stacked(TensorType element) {
    List<Dim> dims = new ArrayList<>();
    dims.add(trips);
    dims.addAll(element.shape().dims());
    return element.withShape(new Shape(dims));
  }
}
