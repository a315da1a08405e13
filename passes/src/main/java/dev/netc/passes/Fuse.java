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
import java.util.function.Consumer;

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
  public List<String> after() {
    return List.of(Inline.NAME);
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, firing -> {});
  }

  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    Users users = Users.of(graph);
    Map<Value, KernelChain> byLast = new HashMap<>();
    Set<Value> inside = new HashSet<>();
    for (Value value : graph.values()) {
      Optional<KernelChain> found = KernelChain.of(value);
      if (found.isPresent()) {
        KernelChain chain = found.get();
        Optional<Value> user = users.only(value);
        while (user.isPresent() && !inside.contains(user.get()) && chain.extend(user.get())) {
          user = users.only(user.get());
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
        Value call = call(chain, copy, kernels);
        firings.accept(new Firing(((Calls.Call) call.op()).function().name(), call.origin()));
        copy.replace(value, call);
      } else if (!inside.contains(value)) {
        copy.keep(value);
      }
    }
    return copy.finish();
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
