package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who uses the values of a graph. */
final class Users {
  /** The users of each value; of what leaves the graph also the value itself. */
  private final Map<Value, List<Value>> users = new HashMap<>();

  private Users() {}

  static Users of(Graph graph) {
    Users made = new Users();
    for (Value value : graph.values()) {
      new HashSet<>(value.op().operands()).forEach(operand -> made.add(operand, value));
    }
    graph.outputs().forEach(o -> made.add(o.value(), o.value()));
    graph.updates().forEach(u -> made.add(u.value(), u.value()));
    return made;
  }

  private void add(Value value, Value user) {
    users.computeIfAbsent(value, k -> new ArrayList<>()).add(user);
  }

  /** The one operation that uses a value, if it is one and the value does not leave the graph. */
  Optional<Value> only(Value value) {
    List<Value> all = users.getOrDefault(value, List.of());
    return all.size() == 1 && all.getFirst() != value
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }
}
