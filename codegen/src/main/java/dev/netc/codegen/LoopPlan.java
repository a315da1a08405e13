package dev.netc.codegen;

import dev.netc.ir.Graph;
import dev.netc.ir.Scan;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A loop in a plan: the kernels of its body, and where what crosses its steps is kept. What a step
 * emits is computed in its place in the stack; a carry that is emitted, too, is read there by the
 * next step; another carry alternates between two buffers.
 */
final class LoopPlan {
  /** How the value of a body's output gets to where it is needed. */
  enum Way {
    /** The kernel writes it there. */
    DIRECT,
    /** It is copied at the end of the step. */
    COPIED,
    /** Nobody needs it. */
    UNUSED
  }

  private final KernelPlan outer;
  private final Value value;
  private final Scan scan;
  private final KernelPlan body;
  private final int first;
  private final List<Way> ways = new ArrayList<>();

  /** For each value that a kernel writes to a stack the output that it is. */
  private final Map<Value, Integer> stacked = new HashMap<>();

  /** The values whose place the loop sets at each step. */
  private final Set<Value> placed = new HashSet<>();

  /**
   * @param first the position at which the loop begins
   */
  LoopPlan(KernelPlan outer, Value value, int first) {
    this.outer = outer;
    this.value = value;
    this.scan = (Scan) value.op();
    this.first = first;
    this.body = new KernelPlan(this, first + 1);
    for (int i = 0; i < scan.results().size(); i++) {
      ways.add(Way.UNUSED);
    }
    for (int i = scan.carries(); i < ways.size(); i++) {
      if (result(i).isPresent()) {
        ways.set(i, claim(i));
      }
    }
    for (int i = 0; i < scan.carries(); i++) {
      ways.set(i, stacked.containsKey(computed(i)) ? Way.DIRECT : claim(i));
    }
  }

  private Way claim(int index) {
    Value computed = computed(index);
    if (!body.kernels().contains(computed) || !placed.add(computed)) {
      return Way.COPIED;
    }
    if (index >= scan.carries()) {
      stacked.put(computed, index);
    }
    return Way.DIRECT;
  }

  Scan scan() {
    return scan;
  }

  Graph graph() {
    return scan.body().body();
  }

  KernelPlan outer() {
    return outer;
  }

  KernelPlan body() {
    return body;
  }

  /** The position at which the loop begins. */
  int first() {
    return first;
  }

  /** The position at which the loop has ended. */
  int last() {
    return first + 1 + body.length();
  }

  /** The value of the body that output {@code index} is, or is a reshape of. */
  Value computed(int index) {
    return Storage.base(scan.results().get(index));
  }

  Way way(int index) {
    return ways.get(index);
  }

  /** Whether the loop says where a value of the body is, anew for each step. */
  boolean isPlaced(Value computed) {
    return placed.contains(computed);
  }

  /** Whether a carry is read from the stack into which the step before emitted it. */
  boolean isReadFromStack(int carry) {
    return stacked.containsKey(computed(carry));
  }

  /** The value outside that result {@code index} is, if something needs it. */
  Optional<Value> result(int index) {
    return outer.result(value, index);
  }

  /** Where an input of the body is at run time. */
  Places.Place place(Value input) {
    int index = graph().inputs().indexOf(input);
    Value operand = scan.operands().get(index);
    if (index < scan.carries()) {
      return new Places.Place(Places.arena(input.dtype()), field(input));
    }
    Places.Place whole = outer.place(operand);
    return index < scan.carries() + scan.sequences()
        ? new Places.Place(whole.array(), field(input))
        : whole;
  }

  /** The value outside that an invariant is. */
  Optional<Value> operandOfInvariant(Value input) {
    int index = graph().inputs().indexOf(input);
    return index >= scan.carries() + scan.sequences()
        ? Optional.of(scan.operands().get(index))
        : Optional.empty();
  }

  /** The fields that the loop sets: where carries, elements of sequences, and results are. */
  List<String> fields() {
    List<Value> moving = new ArrayList<>();
    moving.addAll(graph().inputs().subList(0, scan.carries() + scan.sequences()));
    body.kernels().stream().filter(this::isPlaced).forEach(moving::add);
    return moving.stream().map(LoopPlan::field).toList();
  }

  static String field(Value value) {
    return "v" + value.id();
  }

  /** The buffer of a carry at the first step, and at every other one if it alternates. */
  String buffer(int carry) {
    return field(scan.carryInputs().get(carry)) + "a";
  }

  /** The other buffer of a carry. */
  String otherBuffer(int carry) {
    return field(scan.carryInputs().get(carry)) + "b";
  }

  /** The buffers of carries. */
  List<Slot> buffers() {
    List<Slot> buffers = new ArrayList<>();
    for (int i = 0; i < scan.carries(); i++) {
      Value input = scan.carryInputs().get(i);
      buffers.add(new Slot(buffer(i), input, input.shape().size(), first, last()));
      if (!isReadFromStack(i)) {
        buffers.add(new Slot(otherBuffer(i), input, input.shape().size(), first, last()));
      }
    }
    return buffers;
  }
}
