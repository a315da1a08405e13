package dev.netc.passes;

import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Op;
import dev.netc.ir.OperatorText;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The left side of a rule as something to look for: its operators, whatever the extents. What
 * commutes is found in either order.
 */
record RulePattern(Graph left) {
  private static final Set<BinaryFunction> COMMUTATIVE =
      Set.of(
          BinaryFunction.ADD,
          BinaryFunction.MULTIPLY,
          BinaryFunction.MAX,
          BinaryFunction.MIN,
          BinaryFunction.AND,
          BinaryFunction.OR);

  Value root() {
    return left.outputs().getFirst().value();
  }

  /** What the values of this graph could be, for its result to be {@code site}. */
  List<Map<Value, Value>> candidates(Value site) {
    return match(root(), site, Map.of());
  }

  private static List<Map<Value, Value>> match(
      Value pattern, Value value, Map<Value, Value> known) {
    if (known.containsKey(pattern)) {
      return value.equals(known.get(pattern)) ? List.of(known) : List.of();
    }
    if (!(pattern.op() instanceof Leaf.Input) && !alike(pattern.op(), value.op())) {
      return List.of();
    }
    Map<Value, Value> more = new HashMap<>(known);
    more.put(pattern, value);
    if (pattern.op() instanceof Leaf.Input) {
      return List.of(more);
    }
    List<Map<Value, Value>> found = new ArrayList<>();
    for (List<Value> operands : orders(value.op())) {
      found.addAll(all(pattern.op().operands(), operands, more));
    }
    return found;
  }

  private static List<Map<Value, Value>> all(
      List<Value> patterns, List<Value> values, Map<Value, Value> known) {
    List<Map<Value, Value>> found = List.of(known);
    for (int i = 0; i < patterns.size(); i++) {
      List<Map<Value, Value>> next = new ArrayList<>();
      for (Map<Value, Value> so : found) {
        next.addAll(match(patterns.get(i), values.get(i), so));
      }
      found = next;
    }
    return found;
  }

  private static boolean alike(Op pattern, Op op) {
    return pattern instanceof Leaf.Constant a
        ? op instanceof Leaf.Constant b && a.value() == b.value()
        : OperatorText.name(pattern).equals(OperatorText.name(op))
            && pattern.operands().size() == op.operands().size();
  }

  private static List<List<Value>> orders(Op op) {
    return op instanceof Binary(var f, Value x, Value y) && COMMUTATIVE.contains(f) && x != y
        ? List.of(List.of(x, y), List.of(y, x))
        : List.of(op.operands());
  }

  /**
   * Whether a value is exactly what this graph, made for the types of {@code operands}, computes.
   */
  boolean isExactly(Value site, List<Value> operands) {
    Map<Value, Value> known = new HashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      known.put(left.inputs().get(i), operands.get(i));
    }
    return same(root(), site, known);
  }

  private static boolean same(Value pattern, Value value, Map<Value, Value> known) {
    if (known.containsKey(pattern)) {
      return value.equals(known.get(pattern));
    }
    if (!alike(pattern.op(), value.op())) {
      return false;
    }
    for (List<Value> operands : orders(value.op())) {
      Map<Value, Value> trial = new HashMap<>(known);
      if (sameOperands(pattern.op(), operands, value.op(), trial)) {
        known.putAll(trial);
        known.put(pattern, value);
        return true;
      }
    }
    return false;
  }

  private static boolean sameOperands(
      Op pattern, List<Value> operands, Op op, Map<Value, Value> known) {
    if (!pattern.withOperands(operands).equals(op.withOperands(operands))) {
      return false;
    }
    for (int i = 0; i < operands.size(); i++) {
      if (!same(pattern.operands().get(i), operands.get(i), known)) {
        return false;
      }
    }
    return true;
  }

  /** The operators and how they are joined, without types: equal texts find the same. */
  String structure() {
    Map<Value, Integer> numbers = new HashMap<>();
    StringBuilder text = new StringBuilder();
    for (Value value : left.values()) {
      numbers.put(value, numbers.size());
      String name =
          value.op() instanceof Leaf.Constant c ? "" + c.value() : OperatorText.name(value.op());
      List<Integer> operands = value.op().operands().stream().map(numbers::get).toList();
      text.append(name).append(operands).append(';');
    }
    return text.toString();
  }
}
