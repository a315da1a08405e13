package dev.netc.passes;

import dev.netc.ir.Calls;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphEquality;
import dev.netc.ir.Origin;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a matrix product or convolution and what follows it, a {@link KernelChain}, one kernel: a
 * call of a function of kind {@link Function.Kind#KERNEL} whose body is what it does. Only where
 * nothing else needs what lies between.
 */
public record Fuse() implements Pass {
  @Override
  public String name() {
    return "fuse";
  }

  @Override
  public String description() {
    return "makes a matrix product or convolution, its scale, bias, residual and ReLU one kernel";
  }

  @Override
  public Graph run(Graph graph) {
    Map<Value, List<Value>> users = users(graph);
    Map<Value, KernelChain> byLast = new HashMap<>();
    Set<Value> inside = new HashSet<>();
    for (Value value : graph.values()) {
      Optional<KernelChain> found = KernelChain.of(value);
      if (found.isPresent()) {
        KernelChain chain = found.get();
        Optional<Value> user = onlyUser(value, users);
        while (user.isPresent() && !inside.contains(user.get()) && chain.extend(user.get())) {
          user = onlyUser(user.get(), users);
        }
        if (chain.values().size() > 1) {
          byLast.put(chain.values().getLast(), chain);
          inside.addAll(chain.values());
        }
      }
    }
    if (byLast.isEmpty()) {
      return graph;
    }
    Rewriter copy = new Rewriter(graph);
    List<Function> kernels = new ArrayList<>();
    for (Value value : graph.values()) {
      KernelChain chain = byLast.get(value);
      if (chain != null) {
        copy.replace(value, call(chain, copy, kernels));
      } else if (!inside.contains(value)) {
        copy.keep(value);
      }
    }
    return copy.finish();
  }

  /**
   * The users of each value; of what leaves the graph also the value itself, which counts as one.
   */
  private static Map<Value, List<Value>> users(Graph graph) {
    Map<Value, List<Value>> users = new HashMap<>();
    for (Value value : graph.values()) {
      for (Value operand : new HashSet<>(value.op().operands())) {
        users.computeIfAbsent(operand, k -> new ArrayList<>()).add(value);
      }
    }
    List<Value> leaving = new ArrayList<>();
    graph.outputs().forEach(o -> leaving.add(o.value()));
    graph.updates().forEach(u -> leaving.add(u.value()));
    leaving.forEach(v -> users.computeIfAbsent(v, k -> new ArrayList<>()).add(v));
    return users;
  }

  private static Optional<Value> onlyUser(Value value, Map<Value, List<Value>> users) {
    List<Value> all = users.getOrDefault(value, List.of());
    return all.size() == 1 && all.getFirst() != value
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  private static Value call(KernelChain chain, Rewriter copy, List<Function> kernels) {
    Function made = chain.function();
    Function kernel =
        kernels.stream()
            .filter(k -> GraphEquality.isSame(k.body(), made.body()))
            .findFirst()
            .orElse(made);
    if (kernel == made) {
      kernels.add(made);
    }
    Origin origin = chain.values().getFirst().origin();
    copy.builder().at(origin);
    return copy.builder().add(new Calls.Call(kernel, copy.get(chain.arguments()), origin.scope()));
  }
}
