package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.OperatorText;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the scale that parameters give each channel, as batch norm does at inference, part of the
 * weights of the convolution, transposed convolution or matrix product before it, and all shifts
 * one bias: an {@link AffineChain}. The new weights are made of parameters only, so {@link
 * HoistParameters} lets them be computed once.
 *
 * <p>Scales and weights are taken to be finite, as those of a trained network are.
 */
public record FoldBatchNorm() implements Pass {
  @Override
  public String name() {
    return "fold-batch-norm";
  }

  @Override
  public String description() {
    return "makes the scale and shift of batch norm part of the weights and bias before it";
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
    KnownAtLoad known = KnownAtLoad.of(graph);
    Map<Value, AffineChain> byLast = new HashMap<>();
    Set<Value> inside = new HashSet<>();
    for (Value value : graph.values()) {
      Optional<AffineChain> found = AffineChain.of(value, known);
      if (found.isPresent()) {
        AffineChain chain = found.get();
        Optional<Value> user = users.only(value);
        while (user.isPresent() && chain.extend(user.get())) {
          user = users.only(user.get());
        }
        if (chain.pays()) {
          byLast.put(chain.values().getLast(), chain);
          inside.addAll(chain.values());
        }
      }
    }
    if (byLast.isEmpty()) {
      return graph;
    }
    Rewriter copy = new Rewriter(graph);
    for (Value value : graph.values()) {
      AffineChain chain = byLast.get(value);
      if (chain != null) {
        Value product = chain.values().getFirst();
        firings.accept(new Firing(OperatorText.name(product.op()), product.origin()));
        copy.replace(value, chain.folded(copy));
      } else if (!inside.contains(value)) {
        copy.keep(value);
      }
    }
    return copy.finish();
  }
}
